package io.joulebook.agent.ledger;

import static io.joulebook.agent.ledger.RecordedBooks.CALLS;
import static io.joulebook.agent.ledger.RecordedBooks.GPU;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What servers may do to the books with their calls. */
class RobustnessTest {
  private static final long MS = 1_000_000L;
  private static final long HOUR = 3_600_000 * MS;
  private final RecordedBooks books = new RecordedBooks().open(0);

  private void assertBooksBalance() {
    assertThat(books.intervals).allSatisfy(i -> assertThat(i.residual()).isZero());
    assertThat(books.requests() + books.idle() + books.unattributed()).isEqualTo(books.measured());
  }

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
  void timeThatNobodySawIsInTheUncertainty() {
    books.ledger.device(GPU).limit(700_000);
    books.begin(1, 0).edge(100 * MS, 30_000_000);
    books.ledger.outageUntil(GPU, 10_100 * MS);
    books.edge(10_200 * MS, 30_000_000).end(1, 10_200 * MS).edge(10_300 * MS, 30_000_000);

    assertThat(books.calls.get(1L).shares().get(0).uncertaintyMicros())
        .isGreaterThanOrEqualTo(7_000_000_000L);
  }

  @Test
  void energyWhileAllCallsArePausedIsIdleOrUnattributed() {
    for (int i = 1; i <= 10; i++) {
      books.edge(100 * MS * i, 10_000_000);
    }
    books.ledger.begin(1, 1L, 1_000 * MS, List.of(GPU), 0, CALLS, 1);
    books.edge(1_500 * MS, 200_000_000).end(1, 1_500 * MS).edge(1_600 * MS, 10_000_000);

    assertThat(books.microsOf(1)).isZero();
    assertThat(books.idle()).isEqualTo(160_000_000);
    assertThat(books.unattributed()).isEqualTo(150_000_000);
  }

  @Test
  void aCallOfWeightNothingChangesNoOthersShare() {
    RecordedBooks without = new RecordedBooks().open(0);
    without.begin(2, 10 * MS).edge(100 * MS, 9_000_000).end(2, 150 * MS).edge(200 * MS, 8_000_000);
    books.ledger.begin(1, 1L, 20 * MS, List.of(GPU), 0, CallClass.of("other", "run", 1), 1);
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
}
