package io.joulebook.agent.instrument;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.ref.WeakReference;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A call ends with the last piece of its streams. */
class StreamsTest {
  private final Streams streams = new Streams();
  private final Object stream = new Object();

  private static long[] call(long number) {
    return new long[] {number, 0, 0, 0, 0, 0, 0};
  }

  private long @Nullable [] made(Object handle, boolean isToken, boolean last) {
    return streams.made(handle, isToken, last, false, false);
  }

  @Test
  void theLastPieceEndsTheCallAndPiecesWithSomethingInThemAreCounted() {
    assertThat(streams.opened(stream, call(7))).isNull();
    long before = System.nanoTime();
    assertThat(made(stream, true, false)).isNull();
    assertThat(made(stream, true, false)).isNull();
    long[] ended = made(stream, false, true);

    assertThat(ended).startsWith(7).endsWith(2, 0);
    assertThat(ended[4]).isBetween(before, System.nanoTime());
    assertThat(made(stream, true, true)).isNull();
  }

  @Test
  void piecesMayComeBeforeTheCallHasReturnedItsStream() {
    assertThat(made(stream, true, false)).isNull();
    assertThat(made(stream, true, true)).isNull();
    long after = System.nanoTime();

    long[] ended = streams.opened(stream, call(7));
    assertThat(ended).startsWith(7).endsWith(2, 0);
    assertThat(ended[4]).isLessThanOrEqualTo(after);
  }

  @Test
  void callsThatReturnTheSameObjectAllEndWithIt() {
    assertThat(streams.opened(stream, call(7))).isNull();
    assertThat(streams.opened(stream, call(8))).isNull();
    assertThat(streams.takeAbandoned()).isEmpty();

    assertThat(made(stream, false, true)).startsWith(8);
    assertThat(streams.takeAbandoned())
        .singleElement()
        .satisfies(c -> assertThat(c[0]).isEqualTo(7));
    assertThat(streams.takeAbandoned()).isEmpty();
  }

  @Test
  void whatIsForgottenMayBeTheResultOfTheNextCall() {
    assertThat(streams.opened(stream, call(7))).isNull();
    assertThat(streams.made(stream, false, true, false, true)).startsWith(7);

    assertThat(streams.made(stream, false, true, true, true)).isNull(); // before its call returned
    assertThat(streams.opened(stream, call(8))).startsWith(8).endsWith(0, 1);

    assertThat(streams.opened(stream, call(9))).isNull();
    assertThat(streams.made(stream, false, true, false, true)).startsWith(9).endsWith(0, 0);
  }

  @Test
  void aCallWithSeveralStreamsEndsWithTheLastOfThem() {
    Object other = new Object();
    assertThat(made(other, true, true)).isNull();
    assertThat(streams.opened(List.of(stream, other), call(7))).isNull();
    assertThat(made(stream, true, true)).startsWith(7).endsWith(2, 0);
  }

  @Test
  @Timeout(60)
  void aStreamThatNobodyHasAnyMoreEndsItsCall() {
    Object lost = new Object();
    WeakReference<Object> gone = new WeakReference<>(lost);
    streams.opened(lost, call(7));
    made(lost, true, false);
    assertThat(streams.takeAbandoned()).isEmpty();
    lost = null;
    while (gone.get() != null) {
      System.gc();
    }
    List<long[]> taken = streams.takeAbandoned();
    while (taken.isEmpty()) { // the collector queues it a moment later
      Thread.onSpinWait();
      taken = streams.takeAbandoned();
    }
    assertThat(taken)
        .singleElement()
        .satisfies(call -> assertThat(call).startsWith(7).endsWith(1, 0));
    assertThat(streams.takeAbandoned()).isEmpty();
  }

  @Test
  void aStreamOfNoCallIsNobodysEnd() {
    assertThat(made(stream, true, true)).isNull();
    assertThat(streams.takeAbandoned()).isEmpty();
  }
}
