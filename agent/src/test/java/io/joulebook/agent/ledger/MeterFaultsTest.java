package io.joulebook.agent.ledger;

import static io.joulebook.agent.ledger.RecordedBooks.CALLS;
import static io.joulebook.agent.ledger.RecordedBooks.GPU;
import static io.joulebook.agent.ledger.RecordedBooks.OTHER_GPU;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

/** What meters and their machines may do to the books. */
class MeterFaultsTest {
  private static final long MS = 1_000_000L;
  private static final long HOUR = 3_600_000 * MS;
  private final RecordedBooks books = new RecordedBooks().open(0);

  private void assertBooksBalance() {
    assertThat(books.intervals).allSatisfy(i -> assertThat(i.residual()).isZero());
    assertThat(books.requests() + books.idle() + books.unattributed()).isEqualTo(books.measured());
  }

  @Test
  void anHourOfIdleIsIdleAlone() {
    for (long i = 1; i <= 36_000; i++) {
      books.edge(i * 100 * MS, 7_000_000);
    }

    assertThat(books.requests()).isZero();
    assertThat(books.unattributed()).isZero();
    assertThat(books.idle()).isEqualTo(books.measured());
  }

  @Test
  void basePowerAboveWhatIsMeasuredNeverMakesNegativeShares() {
    for (int i = 1; i <= 10; i++) {
      books.edge(100 * MS * i, 30_000_000);
    }
    books.begin(1, 1_020 * MS).edge(1_100 * MS, 1_000).end(1, 1_150 * MS).edge(1_200 * MS, 0);

    SettledShare share = books.calls.get(1L).shares().get(0);
    assertThat(share.activeMicros()).isNotNegative();
    assertThat(share.baseMicros()).isNotNegative();
    assertBooksBalance();
  }

  @Test
  void aPauseOfHalfAMinuteIsOneLongInterval() {
    for (int i = 1; i <= 10; i++) {
      books.edge(100 * MS * i, 10_000_000);
    }
    books.begin(1, 1_050 * MS).edge(1_100 * MS, 25_000_000);
    // The JVM stands still; the GPU works on for the call, whose end comes after it.
    books.edge(31_100 * MS, 6_000_000_000L).end(1, 31_100 * MS);
    books.edge(31_200 * MS, 10_000_000);

    assertThat((double) books.microsOf(1)).isCloseTo(6_020_000_000.0, within(6_000_000.0));
    assertThat(books.unattributed()).isZero();
    assertBooksBalance();
  }

  @Test
  void oneDeviceOfTwoMayDieWhileACallRunsOnBoth() {
    books.ledger.openAt(OTHER_GPU, 0, 0);
    books.ledger.begin(1, 1L, 10 * MS, List.of(GPU, OTHER_GPU), 1, CALLS, 1);
    for (int i = 1; i <= 20; i++) {
      books.edge(i * 100L * MS, 30_000_000);
    }
    books.ledger.edge(OTHER_GPU, new Edge(130 * MS, 9_000_000, 0));
    books.end(1, 1_950 * MS);
    books.edge(2_100 * MS, 10_000_000);
    assertThat(books.calls).isEmpty();

    books.ledger.outageUntil(OTHER_GPU, 3_000 * MS);

    List<SettledShare> shares = books.calls.get(1L).shares();
    assertThat(shares.get(0).outage()).isFalse();
    assertThat(shares.get(1).outage()).isTrue();
    assertThat(shares.get(1).activeMicros() + shares.get(1).baseMicros()).isPositive();
    assertBooksBalance();
  }

  @Test
  void oneIntervalInEachPerformanceStateHasItsBasePower() {
    long now = 0;
    for (int i = 0; i < 20; i++) {
      now += 100 * MS;
      books.ledger.edge(GPU, new Edge(now, 11_000_000, 0, 0));
    }
    for (int i = 0; i < 20; i++) {
      now += 100 * MS;
      books.ledger.edge(GPU, new Edge(now, 2_000_000, 0, 8));
    }
    books.ledger.edge(GPU, new Edge(now + 100 * MS, 11_000_000, 0, 0));
    SensorEstimates.Base inP0 = books.intervals.get(40).sensor().base().orElseThrow();
    books.ledger.edge(GPU, new Edge(now + 200 * MS, 2_000_000, 0, 8));
    SensorEstimates.Base inP8 = books.intervals.get(41).sensor().base().orElseThrow();
    books.ledger.edge(GPU, new Edge(now + 300 * MS, 5_000_000, 0, 5));
    SensorEstimates.Base inP5 = books.intervals.get(42).sensor().base().orElseThrow();

    assertThat(inP0.milliwatts()).isEqualTo(110_000);
    assertThat(inP8.milliwatts()).isEqualTo(20_000);
    assertThat(books.unattributed()).isZero();
    // A state that was never idle before borrows, and says by how much that may be off.
    assertThat(inP5.spread()).isGreaterThanOrEqualTo(90_000);
  }

  @Test
  void howVagueTheFirstTickIsGoesIntoTheSpreadOfBasePower() {
    long late = 60 * MS;
    RecordedBooks vague = new RecordedBooks();
    vague.ledger.openAt(GPU, late, late);
    for (int i = 1; i <= 6; i++) {
      vague.ledger.edge(GPU, new Edge(i * 100L * MS, 11_000_000, 0));
    }
    SensorEstimates.Base base = vague.intervals.get(5).sensor().base().orElseThrow();

    assertThat(base.milliwatts()).isGreaterThan(120_000);
    assertThat(base.milliwatts() - base.spread()).isLessThanOrEqualTo(110_000);
  }

  private static final CallClass LIGHT = CallClass.of("light", "run", 1);

  /** Base power 100 W, heavy calls 200 W above it, light ones 20. */
  private long learnTwoModels() {
    long now = 0;
    for (int i = 0; i < 10; i++) {
      now += 100 * MS;
      books.edge(now, 10_000_000);
    }
    for (long call = 1_000; call < 1_200; call += 2) {
      books.begin(call, now).edge(now + 100 * MS, 30_000_000).end(call, now + 100 * MS);
      now += 100 * MS;
      books.begin(call + 1, now, 1, LIGHT).edge(now + 100 * MS, 12_000_000);
      now += 100 * MS;
      books.end(call + 1, now);
    }
    return now;
  }

  /**
   * What is counted over an outage is divided by time, though nothing ran in most of it: the call
   * at its end seems to draw 6 W.
   */
  @Test
  void noPowerIsLearnedFromAnIntervalWithAnOutage() {
    long now = learnTwoModels();
    for (long call = 1; call <= 30; call++) {
      now += 3_000 * MS;
      books.ledger.outageUntil(GPU, now);
      books.begin(call, now).edge(now + 100 * MS, 330_000_000).end(call, now + 100 * MS);
      now += 100 * MS;
      books.edge(now + 100 * MS, 10_000_000);
      now += 100 * MS;
    }
    books.begin(0, now).begin(99, now, 1, LIGHT).edge(now + 100 * MS, 32_000_000);
    now += 100 * MS;
    books.end(0, now).end(99, now).edge(now + 100 * MS, 10_000_000);

    double light = books.calls.get(99L).shares().get(0).activeMicros();
    double heavy = books.calls.get(0L).shares().get(0).activeMicros();
    assertThat(heavy / light).isCloseTo(10, within(1.0));
    assertBooksBalance();
  }

  /** For 200 ms after a call that ended while nothing was seen the device draws 200 W. */
  @Test
  void workThatTrailsBehindAnOutageIsNotTakenForBasePower() {
    long now = 0;
    for (long call = 0; call < 20; call++) {
      books.begin(call, now).end(call, now + 200 * MS);
      now += 300 * MS;
      books.ledger.openAt(GPU, now, 0);
      for (int i = 0; i < 8; i++) {
        now += 100 * MS;
        books.edge(now, i < 2 ? 20_000_000 : 10_000_000);
      }
    }

    SettledInterval last = books.intervals.get(books.intervals.size() - 1);
    assertThat(last.sensor().base().orElseThrow().milliwatts()).isCloseTo(100_000, within(1_000L));
  }

  @Test
  void aCounterOfManyYearsLosesNoMicrojoule() {
    long year = 365 * 24 * HOUR;
    for (long i = 1; i <= 30; i++) {
      books.edge(i * year, 11_000_000_000_000_001L);
    }

    assertThat(books.measured()).isEqualTo(30 * 11_000_000_000_000_001L);
    assertBooksBalance();
  }

  @Test
  void edgesThatAreHeldBackForTheLagAreSettledWhenTheSensorFails() {
    RecordedBooks calibrating = new RecordedBooks(Rules::sound).open(0);
    calibrating.begin(1, 120 * MS);
    for (int i = 1; i <= 10; i++) {
      calibrating.edge(i * 100L * MS, 20_000_000);
    }
    calibrating.end(1, 950 * MS);
    assertThat(calibrating.calls).isEmpty();
    assertThat(calibrating.ledger.device(GPU).heardUntil()).hasValue(1_000 * MS);

    calibrating.ledger.outageUntil(GPU, 4_000 * MS);

    assertThat(calibrating.measured()).isEqualTo(200_000_000);
    assertThat(calibrating.microsOf(1)).isPositive();
    assertThat(calibrating.intervals).allSatisfy(i -> assertThat(i.residual()).isZero());
  }

  @Test
  void edgesAreHeldBackNoLongerThanThreeSecondsAndNotForManyEvents() {
    RecordedBooks slow = new RecordedBooks(Rules::sound).open(0);
    slow.begin(1, 120 * MS);
    for (int i = 1; i <= 33; i++) {
      slow.edge(i * 100L * MS, 20_000_000);
    }
    assertThat(slow.measured()).isPositive();

    RecordedBooks crowded = new RecordedBooks(Rules::sound).open(0);
    for (long call = 0; call < 10_000; call++) {
      crowded.begin(call, 10 * MS).end(call, 20 * MS);
    }
    crowded.edge(100 * MS, 20_000_000);
    assertThat(crowded.calls).hasSize(10_000);
  }
}
