package io.joulebook.agent.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.function.UnaryOperator;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;

/**
 * The residual compares accounts that are each kept by a rule of its own. So a bug in any one rule
 * shows in it: here each is planted once.
 */
class PlantedBugsTest {
  private static final long MS = 1_000_000L;

  /** The rules of the accounts, with a bug in what they make of an interval. */
  private static Rules splitting(UnaryOperator<Split> bug) {
    Rules.SplitRule rule =
        (micros, length, busy, uncertainty, base) ->
            bug.apply(Split.of(micros, length, busy, uncertainty, base));
    return new Rules(rule, new SettlementBalance(), false);
  }

  /** With an error of a part in a thousand. */
  private static long wrong(long micros) {
    return micros == 0 ? 0 : micros + Math.max(1, micros / 1_000);
  }

  /** A second of 100 W of idle, a burst above it, then calls, with energies as given. */
  private static RecordedBooks play(Rules rules, List<Long> millijoules) {
    RecordedBooks books = new RecordedBooks(() -> rules);
    books.open(0);
    for (int i = 1; i <= 10; i++) {
      books.edge(100 * MS * i, 10_000_000);
    }
    books.edge(1_100 * MS, 25_000_000);
    long now = 1_100 * MS;
    for (int i = 0; i < millijoules.size(); i++) {
      books.begin(i, now + 10 * MS).edge(now + 100 * MS, 1_000 * millijoules.get(i));
      books.end(i, now + 130 * MS).edge(now + 200 * MS, 12_000_000);
      now += 200 * MS;
    }
    return books.edge(now + 100 * MS, 10_000_000);
  }

  private static long residual(RecordedBooks books) {
    return books.intervals.get(books.intervals.size() - 1).residual();
  }

  private static long residual(Rules rules, List<Long> millijoules) {
    return residual(play(rules, millijoules));
  }

  @Property(tries = 100)
  void soundRulesLeaveNoResidual(
      @ForAll @Size(min = 1, max = 20) List<@LongRange(min = 11_000, max = 70_000) Long> energies) {
    RecordedBooks books = play(splitting(right -> right), energies);

    assertThat(books.intervals).allSatisfy(i -> assertThat(i.residual()).isZero());
    assertThat(books.unattributed()).isPositive();
    assertThat(books.idle()).isPositive();
    assertThat(books.requests()).isPositive();
  }

  @Property(tries = 100)
  void aWrongActiveShareShows(
      @ForAll @Size(min = 1, max = 20) List<@LongRange(min = 11_000, max = 70_000) Long> energies) {
    Rules rules =
        splitting(
            right ->
                new Split(wrong(right.active()), right.base(), right.idle(), right.unattributed()));

    assertThat(residual(rules, energies)).isNegative();
  }

  @Property(tries = 100)
  void aWrongBaseShareShows(
      @ForAll @Size(min = 1, max = 20) List<@LongRange(min = 11_000, max = 70_000) Long> energies) {
    Rules rules =
        splitting(
            right ->
                new Split(right.active(), wrong(right.base()), right.idle(), right.unattributed()));

    assertThat(residual(rules, energies)).isNegative();
  }

  @Property(tries = 100)
  void idleEnergyThatIsForgottenShows(
      @ForAll @Size(min = 1, max = 20) List<@LongRange(min = 11_000, max = 70_000) Long> energies) {
    Rules rules =
        splitting(right -> new Split(right.active(), right.base(), 0, right.unattributed()));

    assertThat(residual(rules, energies)).isPositive();
  }

  @Property(tries = 100)
  void unattributedEnergyThatIsFoldedIntoIdleTwiceShows(
      @ForAll @Size(min = 1, max = 20) List<@LongRange(min = 11_000, max = 70_000) Long> energies) {
    Rules rules =
        splitting(
            right -> {
              long idle = right.idle() + right.unattributed();
              return new Split(right.active(), right.base(), idle, right.unattributed());
            });

    assertThat(residual(rules, energies)).isNegative();
  }

  @Property(tries = 100)
  void aSettlementThatIsMadeTwiceShows(
      @ForAll @Size(min = 1, max = 20) List<@LongRange(min = 11_000, max = 70_000) Long> energies) {
    SettlementBalance twice =
        new SettlementBalance() {
          @Override
          long settle(FixedPoint energy) {
            hold(energy);
            super.settle(energy);
            return super.settle(energy);
          }
        };

    assertThat(residual(new Rules(Split::of, twice, false), energies)).isNegative();
  }

  @Property(tries = 100)
  void energyThatACallLosesBeforeItIsSettledShows(
      @ForAll @Size(min = 1, max = 20) List<@LongRange(min = 11_000, max = 70_000) Long> energies) {
    SettlementBalance leaking =
        new SettlementBalance() {
          @Override
          FixedPoint hold(FixedPoint energy) {
            return super.hold(energy.part(0.999));
          }
        };

    assertThat(residual(new Rules(Split::of, leaking, false), energies)).isPositive();
  }

  @Property(tries = 100)
  void dustThatIsSweptAwayShowsOnceItIsAMicrojoule(
      @ForAll @Size(min = 20, max = 40)
          List<@LongRange(min = 11_000, max = 70_000) Long> energies) {
    SettlementBalance tidy =
        new SettlementBalance() {
          @Override
          void sweep(FixedPoint rest) {
            super.sweep(FixedPoint.ZERO);
          }

          @Override
          FixedPoint withRemainder(long micros) {
            return super.withRemainder(micros).part(1 - 1e-6);
          }
        };

    assertThat(residual(new Rules(Split::of, tidy, false), energies)).isPositive();
  }
}
