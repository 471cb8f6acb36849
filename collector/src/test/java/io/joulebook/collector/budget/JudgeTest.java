package io.joulebook.collector.budget;

import static io.joulebook.collector.Entries.H100;
import static io.joulebook.collector.Entries.NOON;
import static io.joulebook.collector.Entries.PACKAGE;
import static io.joulebook.collector.Entries.call;
import static io.joulebook.collector.Entries.charge;
import static io.joulebook.collector.Entries.receipt;
import static io.joulebook.collector.Entries.withTokens;
import static org.assertj.core.api.Assertions.assertThat;

import io.joulebook.collector.Grams;
import io.joulebook.collector.Joules;
import io.joulebook.collector.Receipt;
import io.joulebook.collector.budget.Verdict.Over;
import io.joulebook.collector.budget.Verdict.Unjudged;
import io.joulebook.collector.budget.Verdict.Within;
import io.joulebook.collector.carbon.Pricing;
import io.joulebook.collector.carbon.Pue;
import io.joulebook.collector.grid.EmissionMethod;
import io.joulebook.collector.grid.GridIntensity;
import io.joulebook.collector.grid.Ladder;
import io.joulebook.collector.grid.Zone;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class JudgeTest {
  private static final Limit TWO_JOULES = new Limit.JoulesPerCall(Joules.ofMillis(2_000));
  private static final Limit TEN_MILLIJOULES = new Limit.JoulesPerOutputToken(Joules.ofMillis(10));

  private final Judge judge =
      new Judge(
          new Pricing(
              Ladder.timeless(Ladder.yearly(Optional.of(Zone.parse("DE")))), Optional.empty()));

  private Verdict judge(Limit limit, Receipt receipt) {
    return judge.judge(limit, receipt, 0);
  }

  @Test
  void aCallAtTheLimitIsWithinAndOneMicrojouleMoreIsOver() {
    Receipt at = receipt(call("m"), charge(H100, 1_500_000, 500_000));
    Receipt above = receipt(call("m"), charge(H100, 1_500_000, 500_001));

    assertThat(judge(TWO_JOULES, at)).isEqualTo(new Within());
    assertThat(judge(TWO_JOULES, above)).isEqualTo(new Over("2.000001 J"));
  }

  // Four digits, unless they would read like the limit.
  @Test
  void whatIsOverReadsAsMoreThanTheLimit() {
    Limit fiveJoules = new Limit.JoulesPerCall(Joules.ofMillis(5_000));
    Limit more = new Limit.JoulesPerCall(Joules.ofMicros(5_000_100));

    assertThat(judge(fiveJoules, using(7_312_345))).isEqualTo(new Over("7.312 J"));
    assertThat(judge(fiveJoules, using(5_000_100))).isEqualTo(new Over("5.0001 J"));
    assertThat(judge(more, using(5_000_101))).isEqualTo(new Over("5.000101 J"));
    assertThat(Judge.show(more)).isEqualTo("5.0001 J per call");
    assertThat(Judge.show(grams(123_456_789))).isEqualTo("0.123456789 g CO2e per call");
  }

  private static Receipt using(long micros) {
    return receipt(call("m"), charge(H100, micros, 0));
  }

  @Test
  void allDevicesOfACallCount() {
    Receipt both = receipt(call("m"), charge(H100, 1_500_000, 0), charge(PACKAGE, 0, 500_001));

    assertThat(judge(TWO_JOULES, both)).isInstanceOf(Over.class);
  }

  @Test
  void aCallWithoutKnownEnergyIsNotJudged() {
    assertThat(judge(TWO_JOULES, receipt(call("m")))).isEqualTo(Unjudged.NO_ENERGY);
  }

  @Test
  void tokensThatWereGeneratedShareTheEnergy() {
    Receipt joule = receipt(call("m"), charge(H100, 1_000_000, 0));

    assertThat(judge(TEN_MILLIJOULES, withTokens(0, 100, joule))).isEqualTo(new Within());
    assertThat(judge(TEN_MILLIJOULES, withTokens(1_000, 99, joule)))
        .isEqualTo(new Over("0.0101 J per output token"));
    Receipt hardly = receipt(call("m"), charge(H100, 990_001, 0));
    assertThat(judge(TEN_MILLIJOULES, withTokens(1_000, 99, hardly)))
        .isEqualTo(new Over("0.01000001 J per output token"));
    assertThat(judge(TEN_MILLIJOULES, withTokens(1_000, 0, joule)))
        .isEqualTo(Unjudged.NO_OUTPUT_TOKENS);
    assertThat(judge(TEN_MILLIJOULES, joule)).isEqualTo(Unjudged.NO_OUTPUT_TOKENS);
  }

  // 3.6 kJ are 0.001 kWh; at 400 g/kWh and a PUE of 1.5 they are 0.6 g.
  @Test
  void gramsAreThoseOfTheIntensityKnownNowAndOfTheFacility() {
    Ladder fixed =
        Ladder.timeless(
            Ladder.stated(
                GridIntensity.parse("400"), Optional.empty(), EmissionMethod.AVERAGE_LIFECYCLE));
    Judge inAFacility = new Judge(new Pricing(fixed, Optional.of(Pue.parse("1.5"))));
    Receipt receipt = receipt(call("m"), charge(H100, 3_600_000_000L, 0));

    assertThat(inAFacility.judge(grams(600_000_000), receipt, 0)).isEqualTo(new Within());
    assertThat(inAFacility.judge(grams(599_999_999), receipt, 0)).isEqualTo(new Over("0.6 g CO2e"));
  }

  private static Limit grams(long nanos) {
    return new Limit.GramsPerCall(Grams.ofNanos(nanos));
  }

  @Test
  void withoutAnIntensityGramsAreNotJudged() {
    Judge nowhere =
        new Judge(new Pricing(Ladder.timeless(Ladder.yearly(Optional.empty())), Optional.empty()));
    Receipt receipt = receipt(call("m"), charge(H100, 1, 0));

    assertThat(nowhere.judge(grams(1), receipt, 0)).isEqualTo(Unjudged.NO_PRICE);
  }

  @Test
  void aLimitPerDayIsHeldAgainstTheDay() {
    Limit limit = new Limit.JoulesPerDay(Joules.ofMillis(1_000));
    Receipt receipt = receipt(call("m"), charge(H100, 1, 0));

    assertThat(judge.judge(limit, receipt, 1_000_000)).isEqualTo(new Within());
    assertThat(judge.judge(limit, receipt, 1_000_001)).isEqualTo(new Over("1.000001 J today"));
  }

  @Test
  void aDayBeginsAtMidnightUtcAndAClockSetBackDoesNotBeginItAgain() {
    DailyEnergy day = new DailyEnergy();
    Receipt joule = receipt(call("m"), charge(H100, 1_000_000, 0));
    day.enter(joule, NOON);
    day.enter(joule, NOON.plusSeconds(12 * 3600 - 1));
    assertThat(day.total(NOON.plusSeconds(12 * 3600 - 1))).isEqualTo(2_000_000);
    assertThat(day.total(NOON.plusSeconds(12 * 3600))).isZero();

    day.enter(joule, NOON.plusSeconds(13 * 3600));
    assertThat(day.total(NOON)).isEqualTo(1_000_000);
  }

  @Test
  void aClockThatWasFarAheadIsPutRight() {
    DailyEnergy day = new DailyEnergy();
    Receipt joule = receipt(call("m"), charge(H100, 1_000_000, 0));
    day.enter(joule, NOON.plusSeconds(1_000L * 24 * 3600));
    day.enter(joule, NOON);

    assertThat(day.total(NOON)).isEqualTo(1_000_000);
  }
}
