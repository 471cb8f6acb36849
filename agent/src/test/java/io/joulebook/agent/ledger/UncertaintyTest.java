package io.joulebook.agent.ledger;

import static io.joulebook.agent.ledger.Workloads.HEAVY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What receipts are worth, and what they say of themselves. */
class UncertaintyTest {
  private static final double WARM = 10;

  private static SimulatedRun saturating(Workloads load, SimulatedSensor sensor) {
    return SimulatedRun.play(load.calls, TrueDevice.saturating(load.calls), sensor);
  }

  @Test
  void aLoneCallOfTwoSecondsIsKnownToHalfAPercent() {
    SimulatedRun run = saturating(new Workloads(60).oneByOne(2, 0.3, 0.3), new SimulatedSensor());

    assertThat(run.medianError(WARM)).isLessThan(0.005);
    assertThat(run.coverage(WARM)).isGreaterThanOrEqualTo(0.95);
    assertThat(run.meanUncertainty(WARM)).isLessThan(0.001);
    assertThat(run.medianUncertainty(WARM)).isLessThan(0.01);
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 100})
  void aShortCallAmongFourIsKnownToThreePercent(long lag) {
    SimulatedRun run =
        saturating(new Workloads(60).arrivals(20, 0.2), SimulatedSensor.lagging(lag));

    assertThat(run.medianError(WARM)).isLessThan(0.03);
    assertThat(run.coverage(WARM)).isGreaterThanOrEqualTo(0.95);
    assertThat(run.meanUncertainty(WARM)).isLessThan(0.18);
    assertThat(run.medianUncertainty(WARM)).isLessThan(0.2);
  }

  @Test
  void callsShorterThanTheSensorCanSeeAreUnresolvedAndRightInSum() {
    SimulatedRun run = saturating(new Workloads(40).arrivals(200, 0.04), new SimulatedSensor());

    assertThat(run.bias(WARM)).isCloseTo(0, within(0.005));
    long within = 0;
    for (int i = 0; i < run.calls.size(); i++) {
      within += run.share(i).resolved() ? 0 : 1;
    }
    assertThat(within).isGreaterThan(run.calls.size() / 2);
    assertThat(run.coverage(WARM)).isGreaterThanOrEqualTo(0.95);
    assertThat(run.meanUncertainty(WARM)).isLessThan(0.3);
  }

  @Test
  void powerThatSaturatesIsLearned() {
    Workloads load = new Workloads(60).one(HEAVY, 1, 60).arrivals(40, 0.01);

    SimulatedRun run = saturating(load, new SimulatedSensor());

    // A stream beside calls of 10 ms: by the mean of an interval it would be charged too little.
    double given = run.share(0).activeMicros() / 1e6;
    assertThat(given / load.calls.get(0).activeJoules).isCloseTo(1, within(0.02));
  }

  // ---- a sensor that sees part of the time

  @Test
  void aSensorThatSeesAQuarterOfTheTimeIsFoundOut() {
    SimulatedSensor sensor = new SimulatedSensor();
    sensor.window = 0.25;

    SimulatedRun run = saturating(new Workloads(60).arrivals(20, 0.2), sensor);

    assertThat(run.facts().windowed()).isTrue();
    assertThat(run.facts().inStep()).isFalse();
    assertThat(run.bias(WARM)).isCloseTo(0, within(0.02));
    assertThat(run.coverage(WARM)).isGreaterThanOrEqualTo(0.95);
    assertThat(run.meanUncertainty(WARM)).isLessThan(0.4);
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, 0.05})
  void aLoadInStepWithSuchASensorIsFlaggedAndItsUncertaintyCoversTheTruth(double phase) {
    SimulatedSensor sensor = new SimulatedSensor();
    sensor.window = 0.25;
    Workloads load = new Workloads(40);
    for (int i = 0; i < 380; i++) {
      load.one(HEAVY, 1 + phase + i / 10.0, 1.05 + phase + i / 10.0);
    }

    SimulatedRun run = saturating(load, sensor);

    assertThat(Math.abs(run.bias(WARM))).isGreaterThan(0.5);
    assertThat(run.facts().inStep()).isTrue();
    assertThat(run.coverage(WARM)).isGreaterThanOrEqualTo(0.95);
    assertThat(run.meanUncertainty(WARM)).isLessThan(10);
    assertThat(run.share(200).resolved()).isFalse();
  }

  @Test
  void aSensorThatSeesAllIsNotSuspected() {
    SimulatedRun run = saturating(new Workloads(60).arrivals(20, 0.2), new SimulatedSensor());

    assertThat(run.facts().continuous()).isTrue();
    assertThat(run.facts().windowed()).isFalse();
    assertThat(run.facts().inStep()).isFalse();
  }

  @Test
  void aFewCallsAreNotTakenToBeInStep() {
    Workloads load = new Workloads(60);
    for (int i = 0; i < 20; i++) {
      load.one(HEAVY, 1 + i * 2.9, 1.05 + i * 2.9);
    }

    SimulatedRun run = saturating(load, new SimulatedSensor());

    assertThat(run.intervals).noneMatch(i -> i.sensor().inStep());
  }
}
