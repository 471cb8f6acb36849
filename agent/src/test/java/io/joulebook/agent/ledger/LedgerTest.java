package io.joulebook.agent.ledger;

import static io.joulebook.agent.ledger.RecordedBooks.CALLS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LedgerTest {
  private static final long MS = 1_000_000L;
  private final RecordedBooks books = new RecordedBooks().open(0);

  /** A second of 100 W with nothing in flight, in ten intervals. */
  private void learnBase(long from) {
    for (int i = 1; i <= 10; i++) {
      books.edge(from + 100 * MS * i, 10_000_000);
    }
  }

  @Test
  void quietTimeIsIdle() {
    learnBase(0);

    assertThat(books.idle()).isEqualTo(100_000_000);
    assertThat(books.unattributed()).isZero();
    assertThat(books.intervals.get(9).sensor().base().orElseThrow().milliwatts())
        .isEqualTo(100_000);
  }

  @Test
  void aLoneCallGetsWhatIsAboveBaseAndTheBaseOfItsTime() {
    learnBase(0);
    books.begin(1, 1_000 * MS).edge(1_100 * MS, 30_000_000).end(1, 1_150 * MS);
    books.edge(1_200 * MS, 20_000_000);

    SettledShare share = books.calls.get(1L).shares().get(0);
    // 300 W for 100 ms, then 100 W of base and 10 J above it while half busy.
    assertThat(share.activeMicros()).isEqualTo(20_000_000 + 10_000_000);
    assertThat(share.baseMicros()).isEqualTo(10_000_000 + 5_000_000);
    assertThat(share.resolved()).isTrue();
  }

  @Test
  void whatCameBeforeTheFirstPieceIsToldApart() {
    learnBase(0);
    books.begin(1, 1_000 * MS).begin(2, 1_100 * MS).edge(1_100 * MS, 30_000_000);
    books.ledger.firstPiece(1, 1_125 * MS);
    books.end(1, 1_150 * MS).end(2, 1_150 * MS);
    books.edge(1_200 * MS, 20_000_000);

    SettledShare share = books.calls.get(1L).shares().get(0);
    long all = share.activeMicros() + share.baseMicros();
    // 30 J, and a quarter of what the two had of the 15 J after it.
    assertThat(all).isEqualTo(30_000_000 + 7_500_000);
    assertThat(share.untilFirstMicros().orElseThrow()).isCloseTo(33_750_000, within(1L));
    assertThat(books.calls.get(2L).shares().get(0).untilFirstMicros()).isEmpty();
  }

  @Test
  void aCallWhoseEndNobodySawSaysSo() {
    learnBase(0);
    books.begin(1, 1_000 * MS).begin(2, 1_000 * MS).edge(1_100 * MS, 30_000_000);
    books.ledger.endIsUnseen(1);
    books.end(1, 1_150 * MS).end(2, 1_150 * MS).edge(1_200 * MS, 20_000_000);

    assertThat(books.calls.get(1L).expired()).isTrue();
    assertThat(books.calls.get(1L).failed()).isFalse();
    assertThat(books.calls.get(2L).expired()).isFalse();
  }

  @Test
  void quietEnergyAboveBaseIsUnattributed() {
    learnBase(0);
    books.edge(1_100 * MS, 25_000_000);

    assertThat(books.unattributed()).isEqualTo(15_000_000);
  }

  @Test
  void lessThanBasePowerIsSharedByTimeAndNothingIsInvented() {
    learnBase(0);
    books.begin(1, 1_050 * MS).edge(1_100 * MS, 4_000_000).end(1, 1_100 * MS);
    books.edge(1_200 * MS, 10_000_000);

    assertThat(books.microsOf(1)).isEqualTo(2_000_000);
    assertThat(books.idle()).isEqualTo(100_000_000 + 2_000_000 + 10_000_000);
  }

  @Test
  void aFirstGuessOfBasePowerIsNotForgottenWhenCallsBegin() {
    books.edge(20 * MS, 2_000_000).edge(40 * MS, 2_000_000).begin(1, 40 * MS);
    books.edge(60 * MS, 6_000_000).end(1, 60 * MS).edge(80 * MS, 2_000_000);

    SettledShare share = books.calls.get(1L).shares().get(0);
    assertThat(share.baseMicros()).isEqualTo(2_000_000);
    assertThat(share.activeMicros()).isEqualTo(4_000_000);
  }

  /** For 200 ms after each call the device draws 200 W, then 100. */
  @Test
  void workThatTrailsBehindItsCallIsNotTakenForBasePower() {
    learnBase(0);
    long now = 1_000 * MS;
    for (long call = 0; call < 20; call++) {
      books.begin(call, now).edge(now + 100 * MS, 30_000_000).end(call, now + 100 * MS);
      for (int i = 2; i <= 9; i++) {
        books.edge(now + 100 * MS * i, i <= 3 ? 20_000_000 : 10_000_000);
      }
      now += 900 * MS;
    }

    long base = books.intervals.get(100).sensor().base().orElseThrow().milliwatts();
    assertThat(base).isCloseTo(100_000, within(1_000L));
  }

  @Test
  void basePowerIsSharedEquallyInEachMoment() {
    learnBase(0);
    books.begin(1, 1_000 * MS).begin(2, 1_050 * MS).edge(1_100 * MS, 30_000_000);
    books.end(1, 1_100 * MS).end(2, 1_100 * MS).edge(1_200 * MS, 10_000_000);

    // Of 10 J of base the first has 5 J to itself, and half of the other 5 J.
    assertThat(books.calls.get(1L).shares().get(0).baseMicros()).isEqualTo(7_500_000);
    assertThat(books.calls.get(2L).shares().get(0).baseMicros()).isEqualTo(2_500_000);
  }

  @Test
  void anIntervalOfManyHoursIsSharedRightly() {
    learnBase(0);
    long end = 1_000 * MS + 10L * 3_600_000 * MS;
    books.begin(1, 1_000 * MS).begin(2, end - 3_600_000 * MS);
    books.edge(end, 3_600_000_000_000L).end(1, end).end(2, end).edge(end + 100 * MS, 10_000_000);

    // 100 W of base for ten hours; the second call has half of the last of them.
    assertThat(books.calls.get(2L).shares().get(0).baseMicros()).isEqualTo(180_000_000_000L);
    assertThat(books.calls.get(1L).shares().get(0).baseMicros()).isEqualTo(3_420_000_000_000L);
  }

  @Test
  void equalCallsGetEqualShares() {
    for (long call = 1; call <= 7; call++) {
      books.begin(call, 10 * MS);
    }
    books.edge(100 * MS, 9_999_999);
    for (long call = 1; call <= 7; call++) {
      books.end(call, 130 * MS);
    }
    books.edge(200 * MS, 10_000_001);

    for (long call = 2; call <= 7; call++) {
      assertThat((double) books.microsOf(call)).isCloseTo((double) books.microsOf(1), within(2.0));
    }
  }

  @Test
  void weightsDecideTheSharesOfActiveEnergy() {
    books.begin(1, 0, 250).begin(2, 0, 25).edge(100 * MS, 27_500_000);
    books.end(1, 100 * MS).end(2, 100 * MS).edge(200 * MS, 0);

    assertThat(books.microsOf(1)).isEqualTo(25_000_000);
    assertThat(books.microsOf(2)).isEqualTo(2_500_000);
  }

  @Test
  void aCallInTwoHalvesCostsTheSameAsWhole() {
    books.begin(1, 0).begin(2, 0);
    books.end(2, 50 * MS).begin(3, 50 * MS);
    books.edge(100 * MS, 12_345_678);
    books.end(1, 120 * MS).end(3, 120 * MS).edge(200 * MS, 7_654_321);

    assertThat((double) books.microsOf(2) + books.microsOf(3))
        .isCloseTo((double) books.microsOf(1), within(3.0));
  }

  @Test
  void aPausedCallPaysNothingWhileItWaits() {
    books.ledger.begin(1, 1L, 0, List.of(RecordedBooks.GPU), 0, CALLS, 1);
    books.begin(2, 0).edge(100 * MS, 10_000_000);
    books.ledger.weigh(1, 100 * MS, 1);
    books.edge(200 * MS, 20_000_000).end(1, 200 * MS).end(2, 200 * MS).edge(300 * MS, 0);

    assertThat(books.microsOf(1)).isEqualTo(10_000_000);
    assertThat(books.microsOf(2)).isEqualTo(20_000_000);
  }

  @Test
  void aCallOnTwoDevicesIsTheSumOfItsShares() {
    books.ledger.openAt(RecordedBooks.OTHER_GPU, 0, 0);
    books.ledger.begin(1, 1L, 0, List.of(RecordedBooks.GPU, RecordedBooks.OTHER_GPU), 1, CALLS, 1);
    books.end(1, 100 * MS).edge(100 * MS, 10_000_000);
    assertThat(books.calls).isEmpty();
    books.ledger.edge(RecordedBooks.OTHER_GPU, new Edge(130 * MS, 13_000_000, 0));

    assertThat(books.calls.get(1L).shares()).hasSize(2);
    assertThat(books.microsOf(1)).isEqualTo(20_000_000);
  }

  @Test
  void aCallWithoutAMeteredDeviceIsSettledAtOnceWithoutEnergy() {
    books.ledger.begin(1, 1L, 0, List.of(), 1, CALLS, 1);
    books.ledger.end(1, 10 * MS, true);

    assertThat(books.calls.get(1L).shares()).isEmpty();
    assertThat(books.calls.get(1L).failed()).isTrue();
  }

  @Test
  void aCallWithinOneIntervalIsNotResolved() {
    books.begin(1, 10 * MS).end(1, 20 * MS).edge(100 * MS, 10_000_000);

    assertThat(books.calls.get(1L).shares().get(0).resolved()).isFalse();
  }

  @Test
  void whatIsCountedOverABlindTimeIsUnattributed() {
    books.edge(100 * MS, 10_000_000).begin(1, 100 * MS).end(1, 2_000 * MS);
    books.ledger.outageUntil(RecordedBooks.GPU, 3_000 * MS);

    assertThat(books.calls.get(1L).shares().get(0).outage()).isTrue();
    assertThat(books.microsOf(1)).isZero();

    books.edge(3_100 * MS, 300_000_000);
    assertThat(books.unattributed()).isEqualTo(290_000_000);
    assertThat(books.measured()).isEqualTo(310_000_000);
    assertThat(books.intervals).allSatisfy(i -> assertThat(i.residual()).isZero());
  }

  @Test
  void aResetCounterMakesNoEnergy() {
    books.edge(100 * MS, 10_000_000);
    books.ledger.openAt(RecordedBooks.GPU, 5_000 * MS, 0);
    books.edge(5_100 * MS, 10_000_000);

    assertThat(books.measured()).isEqualTo(20_000_000);
    assertThat(books.unattributed()).isZero();
  }

  @Test
  void aSecondEndAndAnUnknownCallChangeNothing() {
    books.begin(1, 0).end(1, 50 * MS).end(1, 80 * MS).end(99, 80 * MS).edge(100 * MS, 10_000_000);

    assertThat(books.calls).containsOnlyKeys(1L);
    assertThat(books.settledTwice).isEmpty();
  }

  @Test
  void anEventThatComesTooLateIsCountedAndAppliedAtTheIntervalsEnd() {
    books.edge(100 * MS, 10_000_000).begin(1, 50 * MS).end(1, 150 * MS).edge(200 * MS, 10_000_000);

    assertThat(books.ledger.lateEvents()).isEqualTo(1);
    assertThat(books.microsOf(1)).isPositive();
  }

  @Test
  void aCallBegunBeforeTheFirstReadingIsBlindForThatTime() {
    RecordedBooks late = new RecordedBooks();
    late.begin(1, 0).open(500 * MS).end(1, 550 * MS).edge(600 * MS, 10_000_000);

    assertThat(late.calls.get(1L).shares().get(0).outage()).isTrue();
    assertThat(late.microsOf(1)).isPositive();
  }

  @Test
  void aLongStreamBesideManyShortCallsLosesNothing() {
    books.begin(1, 0);
    long now = 0;
    for (long call = 2; call < 20_002; call++) {
      books.begin(call, now).end(call, now + 3 * MS);
      now += 5 * MS;
      if (call % 20 == 0) {
        books.edge(now, 31_234_567);
      }
    }
    books.end(1, now).edge(now + 100 * MS, 1_000_000);

    assertThat(books.calls).hasSize(20_001);
    assertThat(books.receipts()).isEqualTo(books.requests());
    assertThat(books.intervals).allSatisfy(i -> assertThat(i.residual()).isZero());
  }

  @Test
  void whoTakesACallAndFailsCostsThatCallAndNothingIsSettledTwice() {
    List<Long> taken = new ArrayList<>();
    long[] residual = {0};
    Ledger<Long> ledger =
        new Ledger<>(
            (id, interval) -> residual[0] = interval.residual(),
            call -> {
              taken.add(call.attachment());
              if (taken.size() == 7) {
                throw new OutOfMemoryError("planted");
              }
            });
    ledger.openAt("gpu", 0, 0);
    int failures = 0;
    for (long tick = 1; tick <= 100; tick++) {
      long from = (tick - 1) * 100_000_000;
      for (int i = 0; i < 3; i++) {
        ledger.begin(
            tick * 10 + i,
            tick * 10 + i,
            from + i,
            List.of("gpu"),
            1,
            CallClass.of("model", "run", 1),
            1);
        ledger.end(tick * 10 + i, from + 50_000_000 + i, false);
      }
      try {
        ledger.edge("gpu", new Edge(tick * 100_000_000, 10_000_000, 0, Edge.UNKNOWN_STATE));
      } catch (OutOfMemoryError planted) {
        failures++;
      }
    }

    assertThat(failures).isEqualTo(1);
    assertThat(taken).doesNotHaveDuplicates().hasSizeGreaterThan(200);
    assertThat(residual[0]).isZero();
  }

  private static Split failing(int[] settlements, int at, Split split) {
    if (++settlements[0] == at) {
      throw new OutOfMemoryError("planted");
    }
    return split;
  }

  @Test
  void booksThatAFailureLeftHalfDoneBeginAnewAndNoJouleIsLostOrEnteredTwice() {
    for (int at = 1; at <= 40; at++) {
      int failing = at;
      int[] settlements = {0};
      RecordedBooks kept =
          new RecordedBooks(
                  () ->
                      new Rules(
                          (micros, length, busy, uncertainty, base) ->
                              failing(
                                  settlements,
                                  failing,
                                  Split.of(micros, length, busy, uncertainty, base)),
                          new SettlementBalance(),
                          false))
              .open(0);
      int failures = 0;
      for (int tick = 1; tick <= 40; tick++) {
        long from = (tick - 1) * 100L * MS;
        kept.begin(tick, from + 10 * MS).begin(100 + tick, from + 90 * MS);
        kept.end(tick, from + 50 * MS).end(100 + tick - 1, from + 20 * MS);
        try {
          kept.edge(tick * 100L * MS, 30_000_000);
        } catch (OutOfMemoryError planted) {
          failures++;
        }
      }
      kept.end(140, 4_000 * MS).edge(4_100 * MS, 10_000_000).edge(4_200 * MS, 10_000_000);

      assertThat(failures).as("failures").isEqualTo(1);
      assertThat(kept.measured()).as("measured, failing at %d", at).isEqualTo(1_220_000_000);
      assertThat(kept.requests() + kept.idle() + kept.unattributed()).isEqualTo(1_220_000_000);
      assertThat(kept.intervals).allSatisfy(i -> assertThat(i.residual()).isZero());
      assertThat(kept.calls).as("receipts").hasSize(80);
      assertThat(kept.settledTwice).isEmpty();
      assertThat(kept.receipts()).isLessThanOrEqualTo(kept.requests());
      assertThat(kept.ledger.unsettled()).isZero();
      assertThat(kept.ledger.waiting()).isZero();
    }
  }
}
