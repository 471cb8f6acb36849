package io.joulebook.benchmarks.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the ledger makes of devices that are not those of a laboratory. */
class RegimesTest {
  private static final int SECONDS = 60;
  private static final int SEEDS = 2;

  @ParameterizedTest
  @CsvSource({
    // regime, worst of a model's sum in %, least part of the calls whose truth is in their range in
    // %
    "mixed-4, 0.5, 95",
    "mixed-8, 1, 95",
    "mixed-stream, 1, 95",
    "mixed-4-lag-60, 0.5, 95",
    "mixed-8-lag-60, 2, 95",
    "mixed-stream-lag-60, 1, 95",
    "busy-from-start-4, 0.5, 95",
    "busy-from-start-8, 1, 95",
    "busy-from-start-8-lag-60, 1, 95",
    "base-drift-pausing, 0.5, 95",
    "base-drift-4, 2, 90",
    "base-drift-pausing-lag-60, 0.5, 95",
    "arrivals-200-of-40ms, 0.5, 95",
    "stream-beside-10ms, 0.5, 95",
    "lockstep, 150, 95",
    "lag-450-pausing, 0.5, 95",
    "lag-1000-pausing, 0.5, 95",
    "low-pass-30-4, 1, 95",
    "low-pass-100-4, 2, 90",
    "low-pass-100-pausing, 2, 95",
    "low-pass-300-pausing, 2, 95",
    "cap-600-pausing, 0.5, 95",
    "cap-500-pausing, 0.5, 95",
    "cap-400-pausing, 1, 95",
    "cap-400-lag-250-pausing, 1, 95",
    "cap-400-4, 200, 95",
    "cap-300-4, 200, 95",
    "cap-300-pausing, 50, 90",
  })
  void modelsGetTheirOwnAndRangesCoverTheTruth(String name, double error, double covered) {
    Regime regime = Regimes.matching(List.of(name)).get(0);

    Outcome outcome = Outcome.of(regime, SECONDS, SEEDS);

    assertThat(outcome.all())
        .allSatisfy(model -> assertThat(Math.abs(model.worst())).isLessThan(error / 100));
    assertThat(outcome.covered()).isGreaterThan(covered / 100);
    assertThat(outcome.residual()).isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {"tokens-8-to-512", "tokens-saturating"})
  void callsOfOneModelDrawByTheirTokens(String name) {
    Regime regime = Regimes.matching(List.of(name)).get(0);

    Outcome outcome = Outcome.of(regime, SECONDS, SEEDS);

    assertThat(Math.abs(outcome.median().worst())).isLessThan(0.02);
    assertThat(outcome.covered()).isGreaterThan(0.95);
    assertThat(outcome.residual()).isZero();
  }
}
