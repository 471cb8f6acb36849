package io.joulebook.benchmarks.accuracy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

/** By hand: base 100 W, a call of 200 W from 0.23 to 0.57 s, one of 20 W from 0.41 to 0.68 s. */
class UsualMethodsTest {
  private static final long MILLI = 1_000_000;
  private static final Offset<Double> EXACT = within(1e-6);
  private static final Truth TRUTH =
      new Truth.Additive(100_000, Map.of(Model.HEAVY, 200_000L, Model.LIGHT, 20_000L));
  private static final List<Change> CHANGES =
      List.of(
          new Change(230 * MILLI, 0, Model.HEAVY, 0, true),
          new Change(410 * MILLI, 1, Model.LIGHT, 0, true),
          new Change(570 * MILLI, 0, Model.HEAVY, 0, false),
          new Change(680 * MILLI, 1, Model.LIGHT, 0, false));
  private static final List<TrueCall> CALLS =
      TrueEnergy.of(new Trace(0, 1000 * MILLI, List.of(), CHANGES), TRUTH);

  private static UsualMethods with(Sensor sensor) {
    return new UsualMethods(CHANGES, TRUTH, sensor, 0, 1000 * MILLI);
  }

  @Test
  void aWindowGetsWhatTheCounterWentUpMeanwhile() {
    // Ticks at 0.2 and 0.5 s, and at 0.4 and 0.6 s.
    assertThat(with(Sensor.H100).windows(CALLS))
        .containsExactly(new double[] {24 + 30 + 31.8, 31.8 + 26}, EXACT);
  }

  @Test
  void theMeanIsThatOfTheSpan() {
    double watts = 100 + 200 * 0.34 + 20 * 0.27;

    assertThat(with(Sensor.H100).meanPower(CALLS))
        .containsExactly(new double[] {watts * 0.34, watts * 0.27}, EXACT);
  }

  @Test
  void eachTickIsSplitByTimeInFlight() {
    // 24 J in 0.2-0.3, 30 in -0.4, 31.8 in -0.5, 26 in -0.6 and 11.6 in -0.7 s.
    double heavy = 24 + 30 + 31.8 * 100 / 190 + 26 * 70 / 170.0;
    double light = 31.8 * 90 / 190 + 26 * 100 / 170.0 + 11.6;

    assertThat(with(Sensor.H100).equalSplit(CALLS))
        .containsExactly(new double[] {heavy, light}, EXACT);
  }

  @Test
  void withALagTheyDoNotNotice() {
    UsualMethods late = with(Sensor.H100.lag(100));

    assertThat(late.windows(CALLS)).containsExactly(new double[] {10 + 24 + 30, 30 + 31.8}, EXACT);
    assertThat(late.equalSplit(CALLS)[1])
        .isCloseTo(30 * 90 / 190.0 + 31.8 * 100 / 170.0 + 26, EXACT);
  }

  @Test
  void theWorstModelIsTheOneFarthestOff() {
    Worst worst =
        Worst.of(
            Map.of(Model.HEAVY, 10.0, Model.LIGHT, 1.0),
            Map.of(Model.HEAVY, 12.0, Model.LIGHT, 0.5));

    assertThat(worst).isEqualTo(new Worst("light", -0.5));
    assertThat(Worst.of(Map.of(), Map.of()).model()).isEmpty();
  }

  @Test
  void quantilesAreThoseOfTheSortedNumbers() {
    Shares shares = Shares.of(new double[] {5, 1, 4, 2, 3});

    assertThat(shares.median()).isEqualTo(3);
    assertThat(shares.quantile(0.95)).isEqualTo(5);
    assertThat(shares.mean()).isEqualTo(3);
    assertThat(shares.shareOf(x -> x < 3)).isEqualTo(0.4);
    assertThat(Shares.of(new double[0]).median()).isNaN();
  }
}
