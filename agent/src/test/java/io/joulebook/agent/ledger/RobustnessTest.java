package io.joulebook.agent.ledger;

import static io.joulebook.agent.ledger.RecordedBooks.CALLS;
import static io.joulebook.agent.ledger.RecordedBooks.GPU;
import static io.joulebook.agent.ledger.RecordedBooks.OTHER_GPU;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What servers, drivers and clocks may do to the books. */
class RobustnessTest {
  private static final long MS = 1_000_000L;
  private static final long HOUR = 3_600_000 * MS;
  private final RecordedBooks books = new RecordedBooks().open(0);

  private void assertBooksBalance() {
    assertThat(books.intervals).allSatisfy(i -> assertThat(i.residual()).isZero());
    assertThat(books.requests() + books.idle() + books.unattributed()).isEqualTo(books.measured());
  }

  // ---- calls

  @Test
  void aCallOfNoLengthCostsNothingAndIsSettled() {
    books.begin(1, 50 * MS).end(1, 50 * MS).edge(100 * MS, 10_000_000);

    assertThat(books.microsOf(1)).isZero();
    assertBooksBalance();
  }

  @Test
  void anEndThatComesBeforeItsBeginEndsItWhenItComes() {
    books.end(1, 60 * MS).begin(1, 20 * MS).edge(100 * MS, 10_000_000);

    assertThat(books.calls.get(1L).to()).isEqualTo(60 * MS);
    assertThat(books.microsOf(1)).isPositive();
    assertThat(books.ledger.unsettled()).isZero();
  }

  @Test
  void endsThatNeverMeetTheirBeginAreForgottenAndCounted() {
    for (long call = 1; call <= 3_000; call++) {
      books.end(call, call);
    }

    assertThat(books.ledger.lateEvents()).isEqualTo(3_000 - 1_024);
    assertThat(books.ledger.unsettled()).isZero();
  }

  @Test
  void aCallWhoseEndIsLostIsSettledAfterTheLongestTime() {
    books.begin(1, 10 * MS).begin(2, 900 * MS).edge(1_000 * MS, 100_000_000);

    assertThat(books.ledger.expire(500 * MS, 1_000 * MS)).isEqualTo(1);
    books.edge(1_100 * MS, 10_000_000);
    assertThat(books.calls).containsOnlyKeys(1L);
    assertThat(books.calls.get(1L).expired()).isTrue();
    assertThat(books.microsOf(1)).isPositive();

    books.end(1, 1_050 * MS).end(2, 1_150 * MS).edge(1_200 * MS, 10_000_000);
    assertThat(books.calls.get(2L).expired()).isFalse();
    assertThat(books.settledTwice).isEmpty();
    assertBooksBalance();
  }

  @Test
  void aChangeOfWeightThatIsToldForAfterTheEndBringsNoCallBack() {
    books.begin(1, 0);
    books.ledger.weigh(1, 50 * MS, 2);
    books.end(1, 40 * MS).edge(100 * MS, 10_000_000);
    for (int i = 2; i <= 50; i++) {
      books.edge(i * 100L * MS, 10_000_000);
    }

    assertThat(books.requests()).isEqualTo(books.receipts());
    assertThat(books.requests()).isLessThan(10_000_001);
    assertThat(books.ledger.lateEvents()).isEqualTo(1);
  }

  @Test
  void yearsOfCallsThatNeverPauseStayInRange() {
    books.begin(1, 0);
    long day = 24 * HOUR;
    for (long i = 1; i <= 400; i++) {
      books.edge(i * day, 60_000_000_000_000L);
    }
    for (long call = 2; call <= 500; call++) {
      books.begin(call, 400 * day + call);
    }
    for (long i = 401; i <= 410; i++) {
      books.edge(i * day, 60_000_000_000_000L);
    }
    for (long call = 1; call <= 500; call++) {
      books.end(call, 410 * day + call);
    }
    books.edge(411 * day, 60_000_000_000_000L);

    assertThat(books.receipts()).isEqualTo(books.requests());
    assertBooksBalance();
  }

  @Test
  void timeThatNobodySawIsInTheDoubt() {
    books.ledger.device(GPU).limit(700_000);
    books.begin(1, 0).edge(100 * MS, 30_000_000);
    books.ledger.blindUntil(GPU, 10_100 * MS);
    books.edge(10_200 * MS, 30_000_000).end(1, 10_200 * MS).edge(10_300 * MS, 30_000_000);

    assertThat(books.calls.get(1L).shares().get(0).doubtMicros())
        .isGreaterThanOrEqualTo(7_000_000_000L);
  }

  @Test
  void energyWhileAllCallsArePausedIsIdleOrUnattributed() {
    for (int i = 1; i <= 10; i++) {
      books.edge(100 * MS * i, 10_000_000);
    }
    books.ledger.begin(1, 1_000 * MS, List.of(GPU), 0, CALLS);
    books.edge(1_500 * MS, 200_000_000).end(1, 1_500 * MS).edge(1_600 * MS, 10_000_000);

    assertThat(books.microsOf(1)).isZero();
    assertThat(books.idle()).isEqualTo(160_000_000);
    assertThat(books.unattributed()).isEqualTo(150_000_000);
  }

  @Test
  void aCallOfWeightNothingChangesNoOthersShare() {
    RecordedBooks without = new RecordedBooks().open(0);
    without.begin(2, 10 * MS).edge(100 * MS, 9_000_000).end(2, 150 * MS).edge(200 * MS, 8_000_000);
    books.ledger.begin(1, 20 * MS, List.of(GPU), 0, CallClass.of("other", "run", 1));
    books.begin(2, 10 * MS).edge(100 * MS, 9_000_000).end(2, 150 * MS).edge(200 * MS, 8_000_000);

    assertThat(books.microsOf(2)).isEqualTo(without.microsOf(2));
  }

  @Test
  void theNamesOfCallsDoNotMatter() {
    List<Long> numbers = new ArrayList<>();
    for (long i = 0; i < 40; i++) {
      numbers.add(i);
    }
    RecordedBooks shuffled = new RecordedBooks().open(0);
    List<Long> names = new ArrayList<>(numbers);
    Collections.shuffle(names, new Random(2));
    for (int i = 0; i < 40; i++) {
      books.begin(i, i * MS).end(i, (60 + 2 * i) * MS);
      shuffled.begin(names.get(i), i * MS).end(names.get(i), (60 + 2 * i) * MS);
    }
    books.edge(100 * MS, 30_000_000).edge(200 * MS, 20_000_000);
    shuffled.edge(100 * MS, 30_000_000).edge(200 * MS, 20_000_000);

    for (int i = 0; i < 40; i++) {
      assertThat((double) shuffled.microsOf(names.get(i)))
          .isCloseTo((double) books.microsOf(i), within(2.0));
    }
  }

  @Test
  void weightsOfFiveHundredStreamsMayChangeEveryFewMilliseconds() {
    for (long call = 0; call < 500; call++) {
      books.begin(call, call);
    }
    Random random = new Random(4);
    for (int step = 1; step <= 100; step++) {
      for (long call = 0; call < 500; call++) {
        books.ledger.weigh(call, step * 20L * MS, random.nextInt(5));
      }
      books.edge(step * 20L * MS + 5 * MS, 6_000_000);
    }
    for (long call = 0; call < 500; call++) {
      books.end(call, 2_100 * MS);
    }
    books.edge(2_200 * MS, 10_000_000);

    assertThat(books.receipts()).isEqualTo(books.requests());
    assertBooksBalance();
  }

  @Test
  void aHundredThousandCallsInOneIntervalAddUp() {
    for (long call = 0; call < 100_000; call++) {
      books.begin(call, call * 900).end(call, call * 900 + MS);
    }
    books.edge(100 * MS, 30_000_000);

    assertThat(books.calls).hasSize(100_000);
    assertThat(books.receipts()).isEqualTo(books.requests());
    assertBooksBalance();
  }

  @Test
  void manyMoreClassesThanAreToldApartAddUp() {
    for (long call = 0; call < 2_000; call++) {
      CallClass alike = CallClass.of("model-" + call % 150, "run", call % 9);
      books.begin(call, call * 5 * MS, 1, alike).end(call, (call * 5 + 40) * MS);
      books.edge(call * 5 * MS + 2 * MS, 1_500_000);
    }
    books.edge(10_100 * MS, 10_000_000);

    assertThat(books.receipts()).isEqualTo(books.requests());
    assertBooksBalance();
  }

  // ---- meters

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
    books.ledger.openAt(OTHER_GPU, 0);
    books.ledger.begin(1, 10 * MS, List.of(GPU, OTHER_GPU), 1, CALLS);
    for (int i = 1; i <= 20; i++) {
      books.edge(i * 100L * MS, 30_000_000);
    }
    books.ledger.edge(OTHER_GPU, new Edge(130 * MS, 9_000_000, 0));
    books.end(1, 1_950 * MS);
    books.edge(2_100 * MS, 10_000_000);
    assertThat(books.calls).isEmpty();

    books.ledger.blindUntil(OTHER_GPU, 3_000 * MS);

    List<SettledShare> shares = books.calls.get(1L).shares();
    assertThat(shares.get(0).blind()).isFalse();
    assertThat(shares.get(1).blind()).isTrue();
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
    SensorFacts.Base inP0 = books.intervals.get(40).sensor().base().orElseThrow();
    books.ledger.edge(GPU, new Edge(now + 200 * MS, 2_000_000, 0, 8));
    SensorFacts.Base inP8 = books.intervals.get(41).sensor().base().orElseThrow();
    books.ledger.edge(GPU, new Edge(now + 300 * MS, 5_000_000, 0, 5));
    SensorFacts.Base inP5 = books.intervals.get(42).sensor().base().orElseThrow();

    assertThat(inP0.milliwatts()).isEqualTo(110_000);
    assertThat(inP8.milliwatts()).isEqualTo(20_000);
    assertThat(books.unattributed()).isZero();
    // A state that was never idle before borrows, and says by how much that may be off.
    assertThat(inP5.spread()).isGreaterThanOrEqualTo(90_000);
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
    RecordedBooks calibrating = new RecordedBooks(DeviceLedger.Rules::sound).open(0);
    calibrating.begin(1, 120 * MS);
    for (int i = 1; i <= 10; i++) {
      calibrating.edge(i * 100L * MS, 20_000_000);
    }
    calibrating.end(1, 950 * MS);
    assertThat(calibrating.calls).isEmpty();
    assertThat(calibrating.ledger.device(GPU).heardUntil()).hasValue(1_000 * MS);

    calibrating.ledger.blindUntil(GPU, 4_000 * MS);

    assertThat(calibrating.measured()).isEqualTo(200_000_000);
    assertThat(calibrating.microsOf(1)).isPositive();
    assertThat(calibrating.intervals).allSatisfy(i -> assertThat(i.residual()).isZero());
  }

  @Test
  void edgesAreHeldBackNoLongerThanThreeSecondsAndNotForManyEvents() {
    RecordedBooks slow = new RecordedBooks(DeviceLedger.Rules::sound).open(0);
    slow.begin(1, 120 * MS);
    for (int i = 1; i <= 33; i++) {
      slow.edge(i * 100L * MS, 20_000_000);
    }
    assertThat(slow.measured()).isPositive();

    RecordedBooks crowded = new RecordedBooks(DeviceLedger.Rules::sound).open(0);
    for (long call = 0; call < 10_000; call++) {
      crowded.begin(call, 10 * MS).end(call, 20 * MS);
    }
    crowded.edge(100 * MS, 20_000_000);
    assertThat(crowded.calls).hasSize(10_000);
  }
}
