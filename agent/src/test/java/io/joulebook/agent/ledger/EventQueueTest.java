package io.joulebook.agent.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;

class EventQueueTest {
  @Property(tries = 300)
  void eventsComeOutByTimeAndThoseOfOneTimeAsTheyCame(
      @ForAll List<@LongRange(min = 0, max = 40) Long> times) {
    RecordedBooks books = new RecordedBooks();
    DeviceLedger device = books.ledger.device(RecordedBooks.GPU);
    EventQueue queue = new EventQueue();
    List<long[]> expected = new ArrayList<>();
    for (int i = 0; i < times.size(); i++) {
      DeviceShare share =
          new CallEntry<>(i, "call", 0, entry -> {}, RecordedBooks.CALLS, 1).shareOf(device, false);
      queue.add(times.get(i), share, i, false);
      expected.add(new long[] {times.get(i), i});
    }
    expected.sort(Comparator.comparingLong((long[] e) -> e[0]).thenComparingLong(e -> e[1]));

    List<long[]> found = new ArrayList<>();
    for (long until : new long[] {10, 25, 40}) {
      for (CallEvent e = queue.pollUntil(until); e != null; e = queue.pollUntil(until)) {
        assertThat(e.time()).isLessThanOrEqualTo(until);
        found.add(new long[] {e.time(), e.weight()});
      }
    }

    assertThat(found).usingRecursiveFieldByFieldElementComparator().isEqualTo(expected);
    assertThat(queue.size()).isZero();
  }
}
