package io.joulebook.agent.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Idle power that wanders between 80 and 120 W: what follows from how badly it is known. */
class BaseSpreadTest {
  private static final long MS = 1_000_000L;
  private static final long[] IDLE_WATTS = {100, 90, 110, 80, 120};
  private static final double SPREAD_WATTS = 10;

  private final RecordedBooks books = new RecordedBooks();
  private long now;

  private void interval(long millijoules) {
    now += 100 * MS;
    books.edge(now, millijoules * 1_000);
  }

  private SensorEstimates.Base base() {
    return books.intervals.get(books.intervals.size() - 1).sensor().base().orElseThrow();
  }

  @BeforeEach
  void beIdle() {
    books.ledger.openAt(RecordedBooks.GPU, 0, 40 * MS);
    for (int block = 0; block < 24; block++) {
      for (int i = 0; i < 5; i++) {
        interval(100 * IDLE_WATTS[block % IDLE_WATTS.length]);
      }
    }
    assertThat(base().milliwatts()).isEqualTo(100_000);
    assertThat(base().spread()).isEqualTo((long) (1_000 * SPREAD_WATTS));
  }

  @Test
  void quietEnergyWithinTheSpreadIsIdle() {
    long before = books.unattributed();
    interval(10_900);
    assertThat(books.unattributed()).isEqualTo(before);
    interval(14_000);
    assertThat(books.unattributed() - before).isBetween(2_900_000L, 3_100_000L);
  }

  /**
   * A call in a tenth of an interval has what is above base power: nine tenths of the spread are in
   * its uncertainty, and what the learned powers do not know of base power.
   */
  @Test
  void aCallBesideIdleTimeIsAsUncertainAsThatsPower() {
    for (long call = 1; call <= 100; call++) {
      books.begin(call, now);
      interval(30_000);
      books.end(call, now);
      interval(10_000);
    }
    books.begin(0, now + 40 * MS).end(0, now + 50 * MS);
    interval(12_000);
    double idleJoules = base().spread() / 1e3 * 0.09;
    SettledShare share = books.calls.get(0L).shares().get(0);

    assertThat(share.uncertaintyMicros() / 1e6 / idleJoules).isBetween(1.1, 1.3);
  }
}
