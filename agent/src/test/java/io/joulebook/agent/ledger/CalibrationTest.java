package io.joulebook.agent.ledger;

import static io.joulebook.agent.ledger.Workloads.HEAVY;
import static io.joulebook.agent.ledger.Workloads.LIGHT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the ledger learns of a device with known truth, and what that does for the figures. */
class CalibrationTest {
  private static final double WARM = 10;

  /** After so many seconds of load it is known how slow a sensor is. */
  private static final double FOUND = 15;

  private static final double[] HEAVY_AND_LIGHT = {250, 25};

  private static SimulatedRun mixed(Workloads load, SimulatedSensor sensor) {
    TrueDevice device = TrueDevice.additive(load.calls, HEAVY_AND_LIGHT);
    return SimulatedRun.play(load.calls, device, sensor);
  }

  private static SimulatedRun saturating(Workloads load, SimulatedSensor sensor) {
    return SimulatedRun.play(load.calls, TrueDevice.saturating(load.calls), sensor);
  }

  // ---- the power of classes

  @ParameterizedTest
  @CsvSource({
    "4, 0.1, 1.3, 0.02, 0",
    "4, 0.1, 1.3, 0.02, 60",
    "8, 5e-3, 25e-3, 2e-3, 0",
    "8, 5e-3, 25e-3, 2e-3, 60"
  })
  void twoModelsOfTenfoldPowerEachGetTheirOwn(
      int threads, double shortest, double longest, double pause, long lag) {
    Workloads load = new Workloads(60).mixedThreads(threads, shortest, longest, pause);

    SimulatedRun run = mixed(load, SimulatedSensor.lagging(lag));

    assertThat(run.activeError(HEAVY, WARM)).isCloseTo(0, within(0.01));
    assertThat(run.activeError(LIGHT, WARM)).isCloseTo(0, within(0.01));
    assertThat(run.activeError(LIGHT, 0)).isCloseTo(0, within(0.03));
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 60})
  void whateverTheOrderOfCallsTheRightModelOfConcurrencyIsUsed(long lag) {
    for (int seed = 100; seed < 160; seed++) {
      Workloads load = new Workloads(30);
      load.random.setSeed(seed);
      load.mixedThreads(8, 0.005, 0.025, 0);

      SimulatedRun run = mixed(load, SimulatedSensor.lagging(lag));

      assertThat(run.activeError(LIGHT, WARM)).as("seed %s", seed).isCloseTo(0, within(0.06));
      assertThat(run.coverage(WARM)).as("seed %s", seed).isGreaterThanOrEqualTo(0.95);
      assertThat(run.meanUncertainty(WARM)).isLessThan(0.4);
    }
  }

  @Test
  void moreClassesThanAreToldApartEachGetTheirOwn() {
    Workloads load = new Workloads(60);
    int[] kinds = new int[1];
    load.threads(3, 0.05, 0.3, 0.02, () -> kinds[0]++ % 40);
    double[] watts = new double[40];
    for (int kind = 0; kind < 40; kind++) {
      watts[kind] = kind % 2 == 0 ? 200 : 20;
    }

    SimulatedRun run =
        SimulatedRun.play(
            load.calls, TrueDevice.additive(load.calls, watts), new SimulatedSensor());

    assertThat(run.coverage(WARM)).isGreaterThanOrEqualTo(0.95);
    assertThat(run.meanUncertainty(WARM)).isLessThan(3.5);
    assertThat(run.bias(WARM)).isCloseTo(0, within(0.005));
  }

  @Test
  void callsOfOneClassThatDifferAreInUncertaintyThatCoversTheTruth() {
    Workloads load = new Workloads(60).mixedThreads(4, 0.1, 0.6, 0.05);
    TrueDevice device = TrueDevice.additive(load.calls, HEAVY_AND_LIGHT);
    List<TrueCall> alike = new ArrayList<>();
    for (TrueCall call : load.calls) {
      TrueCall same = new TrueCall(0, call.begin / 1e9, call.end / 1e9);
      same.activeJoules = call.activeJoules;
      same.baseJoules = call.baseJoules;
      alike.add(same);
    }

    SimulatedRun run =
        SimulatedRun.play(alike, new SimulatedSensor().edges(device, 64_000_000_000L));

    assertThat(run.coverage(WARM)).isGreaterThanOrEqualTo(0.85);
    assertThat(run.meanUncertainty(WARM)).isLessThan(1.7);
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 60})
  void aLightStreamBesideHeavyCallsGetsItsOwn(long lag) {
    Workloads load = new Workloads(60).one(LIGHT, 1, 60).threads(2, 0.02, 0.08, 0.02, () -> HEAVY);

    SimulatedRun run = mixed(load, SimulatedSensor.lagging(lag));

    assertThat(run.activeError(LIGHT, 0)).isCloseTo(0, within(0.03));
    assertThat(run.activeError(HEAVY, WARM)).isCloseTo(0, within(0.01));
  }

  @Test
  void edgesThatAreBadlyKnownDoNotPullPowersTogether() {
    SimulatedSensor sensor = new SimulatedSensor();
    sensor.uncertainty = 10_000_000;

    SimulatedRun run = mixed(new Workloads(60).mixedThreads(8, 5e-3, 25e-3, 2e-3), sensor);

    assertThat(run.activeError(LIGHT, WARM)).isCloseTo(0, within(0.12));
    assertThat(run.coverage(WARM)).isGreaterThanOrEqualTo(0.95);
    assertThat(run.meanUncertainty(WARM)).isLessThan(2.5);
  }

  @Test
  void whileTheLagIsUnknownTheUncertaintyCoversIt() {
    SimulatedSensor sensor = SimulatedSensor.lagging(110);
    sensor.period = 1_000_000_000;

    SimulatedRun run = saturating(new Workloads(20).oneByOne(2.5, 2, 1), sensor);

    assertThat(run.intervals.get(12).sensor().lag()).isEmpty();
    assertThat(run.coverage(0)).isEqualTo(1);
    assertThat(run.meanUncertainty(0)).isLessThan(0.1);
  }

  @Test
  void theFirstCallsAreSettledByTheLagThatIsLearnedFromThem() {
    Workloads load = new Workloads(20).oneByOne(0.3, 0.15, 0.1);

    SimulatedRun run = saturating(load, SimulatedSensor.lagging(100));

    for (int i = 0; i < 4; i++) {
      double given = (run.share(i).activeMicros() + run.share(i).baseMicros()) / 1e6;
      assertThat(given / load.calls.get(i).joules()).isCloseTo(1, within(0.02));
    }
    assertThat(run.intervals.stream().mapToLong(SettledInterval::unattributed).sum())
        .isLessThan(1_000_000);
  }

  @Test
  void modelsThatHardlyEverRunApartAreInUncertaintyThatCoversTheTruth() {
    Workloads load = new Workloads(40);
    for (double now = 1; now < 40; now += 0.7) {
      double end = now + 0.2 + 0.3 * load.random.nextDouble();
      double late = 2e-4 * load.random.nextDouble();
      load.one(HEAVY, now, end).one(LIGHT, now + late, end + late);
    }
    TrueDevice device = TrueDevice.additive(load.calls, HEAVY_AND_LIGHT);
    // The device begins and ends a call some tenths of a millisecond later than the agent sees it.
    List<TrueCall> seen = new ArrayList<>();
    for (TrueCall call : load.calls) {
      double early = 2e-4 * load.random.nextDouble();
      TrueCall shifted = new TrueCall(call.kind, call.begin / 1e9 - early, call.end / 1e9 - early);
      shifted.activeJoules = call.activeJoules;
      shifted.baseJoules = call.baseJoules;
      seen.add(shifted);
    }

    SimulatedRun run = SimulatedRun.play(seen, device, new SimulatedSensor());

    assertThat(run.coverage(WARM)).isGreaterThanOrEqualTo(0.95);
    assertThat(run.meanUncertainty(WARM)).isLessThan(1.9);
  }

  @Test
  void aModelThatChangesIsLearnedAnew() {
    Workloads load = new Workloads(30).mixedThreads(4, 0.1, 0.5, 0.02);
    // From 30 s on the model's calls are of another kind, of which the ledger is not told.
    Workloads after = new Workloads(90);
    after.mixedThreads(4, 0.1, 0.5, 0.02);
    after.calls.removeIf(call -> call.begin < 30e9);
    load.calls.removeIf(call -> call.end > 30e9);
    load.calls.addAll(after.calls);
    TrueDevice device = TrueDevice.changing(load.calls, 30_000_000_000L, 250, 25, 60, 140);

    SimulatedRun run = SimulatedRun.play(load.calls, device, new SimulatedSensor());

    assertThat(run.activeError(HEAVY, 45)).isCloseTo(0, within(0.02));
    assertThat(run.activeError(LIGHT, 45)).isCloseTo(0, within(0.02));
  }

  @Test
  void aModelThatRestsIsNotForgotten() {
    Workloads load = new Workloads(20).mixedThreads(3, 0.05, 0.3, 0.05);
    Workloads heavyOnly = new Workloads(600).threads(2, 0.05, 0.3, 0.05, () -> HEAVY);
    heavyOnly.calls.removeIf(call -> call.begin < 20e9);
    load.calls.addAll(heavyOnly.calls);
    load.one(LIGHT, 601, 601.5).one(HEAVY, 601, 601.5);

    SimulatedRun run = mixed(load, new SimulatedSensor());

    assertThat(run.activeError(LIGHT, 600.5)).isCloseTo(0, within(0.05));
  }

  @Test
  void modelsThatAlwaysRunTogetherShareEquallyAndAreInUncertainty() {
    Workloads load = new Workloads(60);
    for (double now = 1; now < 60; now += 0.7) {
      double end = now + 0.2 + 0.3 * load.random.nextDouble();
      load.one(HEAVY, now, end).one(LIGHT, now, end);
    }

    SimulatedRun run = mixed(load, new SimulatedSensor());

    double heavy = run.share(60).activeMicros();
    double light = run.share(61).activeMicros();
    assertThat(light / heavy).isCloseTo(1, within(0.05));
    assertThat(run.coverage(WARM)).isGreaterThan(0.95);
    assertThat(run.meanUncertainty(WARM)).isLessThan(2.3);
    assertThat(run.bias(WARM)).isCloseTo(0, within(0.005));
  }

  // ---- lag

  @ParameterizedTest
  @CsvSource({"0,100", "30,100", "100,100", "250,100", "600,100", "1100,100", "0,20", "60,20"})
  void theLagIsFoundAndBiasVanishes(long lag, long period) {
    SimulatedSensor sensor = SimulatedSensor.lagging(lag);
    sensor.period = period * 1_000_000;

    SimulatedRun run = saturating(new Workloads(60).oneByOne(0.3, 0.15, 0.1), sensor);

    assertThat(run.facts().lag().orElseThrow() / 1e6).isCloseTo((double) lag, within(3.0));
    assertThat(run.bias(WARM)).isCloseTo(0, within(0.01));
    assertThat(run.medianError(WARM)).isLessThan(0.01);
  }

  @ParameterizedTest
  @ValueSource(doubles = {0.03, 0.1, 0.3})
  void aLowPassIsFoundAndUndone(double seconds) {
    SimulatedSensor sensor = new SimulatedSensor();
    sensor.lowPass = seconds;

    SimulatedRun run = mixed(new Workloads(60).mixedThreads(4, 0.1, 1.3, 0.02), sensor);

    double found = run.facts().lowPass().orElseThrow() / 1e9;
    assertThat(found).isCloseTo(seconds, withinPercentage(10));
    assertThat(run.activeError(LIGHT, FOUND)).isCloseTo(0, within(0.03));
    assertThat(run.bias(FOUND)).isCloseTo(0, within(0.005));
    assertThat(run.coverage(FOUND)).isGreaterThanOrEqualTo(0.95);
    long measured = 0;
    long counted = 0;
    for (SettledInterval interval : run.intervals) {
      measured += interval.measured();
      assertThat(interval.residual()).isZero();
    }
    for (Edge edge : run.edges.subList(1, run.edges.size())) {
      counted += edge.micros();
    }
    // The last few ticks wait, and are of an idle device.
    assertThat(counted - measured).isBetween(0L, 45_000_000L);
  }

  @Test
  void aSoundSensorHasNoLowPass() {
    SimulatedRun run =
        mixed(new Workloads(60).mixedThreads(8, 5e-3, 25e-3, 2e-3), new SimulatedSensor());

    assertThat(run.facts().lowPass()).isEmpty();
  }

  @Test
  void theLagOfAConstantLoadIsNotInvented() {
    Workloads load = new Workloads(40).one(HEAVY, 1, 40).one(HEAVY, 1, 40);
    TrueDevice device = TrueDevice.additive(load.calls, HEAVY_AND_LIGHT);
    List<Edge> edges = SimulatedSensor.lagging(100).edges(device, 39_000_000_000L);
    RecordedBooks books = new RecordedBooks(Rules::sound);
    books.open(2_000_000_000L).begin(1, 2_000_000_000L);
    edges.stream()
        .filter(edge -> edge.time() > 2_100_000_000L)
        .forEach(edge -> books.ledger.edge(RecordedBooks.GPU, edge));

    assertThat(books.intervals.get(books.intervals.size() - 1).sensor().lag()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3, 20})
  void theLagOfCallsThatDrawNothingIsNotInvented(int calls) {
    Workloads load = new Workloads(30);
    for (int i = 0; i < calls; i++) {
      load.one(LIGHT, 4 + 0.31 * i, 4.05 + 0.31 * i);
    }
    TrueDevice device = TrueDevice.additive(load.calls, 0, 0);
    List<Long> invented = new ArrayList<>();
    for (int seed = 0; seed < 40; seed++) {
      SimulatedSensor sensor = new SimulatedSensor();
      sensor.period = 20_000_000;
      sensor.rarelyOff = 0.02;
      sensor.seed = seed;
      SimulatedRun.play(load.calls, device, sensor).facts().lag().ifPresent(invented::add);
    }

    assertThat(invented).isEmpty();
  }

  @Test
  void aLagThatMovesIsFollowed() {
    Workloads load = new Workloads(240).oneByOne(0.3, 0.15, 0.1);
    TrueDevice device = TrueDevice.saturating(load.calls);
    SimulatedSensor later = SimulatedSensor.lagging(140);
    List<Edge> edges = SimulatedSensor.lagging(100).edges(device, 60_000_000_000L);
    later.edges(device, 242_000_000_000L).stream()
        .filter(edge -> edge.time() > 60_020_000_000L)
        .forEach(edges::add);

    SimulatedRun run = SimulatedRun.play(load.calls, edges);

    assertThat(run.facts().lag().orElseThrow() / 1e6).isCloseTo(140, within(8.0));
    assertThat(run.bias(200)).isCloseTo(0, within(0.01));
    assertThat(run.intervals).allSatisfy(i -> assertThat(i.to()).isGreaterThan(i.from()));
  }

  // ---- base power

  @Test
  void basePowerOfAServerThatIsNeverIdleForAWholeIntervalIsFitted() {
    Workloads load = new Workloads(60).threads(1, 0.05, 0.2, 0.03, () -> HEAVY);
    load.calls.replaceAll(
        call -> new TrueCall(call.kind, call.begin / 1e9 - 1, call.end / 1e9 - 1));
    load.calls.removeIf(call -> call.begin < 0);

    SimulatedRun run = mixed(load, new SimulatedSensor());
    SensorEstimates.Base base = run.intervals.get(500).sensor().base().orElseThrow();

    assertThat(base.fitted()).isTrue();
    assertThat(base.milliwatts() / 1e3).isCloseTo(TrueDevice.BASE_WATTS, within(4.0));
    assertThat(base.spread()).isPositive();
  }

  @Test
  void basePowerOfAServerThatIsNeverIdleAtAllIsNotInvented() {
    Workloads load = new Workloads(60).one(LIGHT, 0, 60).threads(2, 0.1, 0.5, 0.05, () -> HEAVY);

    SimulatedRun run = mixed(load, new SimulatedSensor());

    assertThat(run.intervals.get(400).sensor().base()).isEmpty();
  }
}
