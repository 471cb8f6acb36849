package io.joulebook.agent.power;

import static org.assertj.core.api.Assertions.assertThat;

import io.joulebook.collector.Source;
import org.junit.jupiter.api.Test;

class SimulatedGpuTest {
  private static final long SECOND = 1_000_000_000L;
  private final SimulatedGpu gpu = new SimulatedGpu(0);

  private double joulesAt(long time) {
    return ((MeterReading.Energy) gpu.read(time)).micros() / 1e6;
  }

  @Test
  void itSaysThatItIsSimulated() {
    assertThat(gpu.device().source()).isEqualTo(Source.SIMULATED);
    assertThat(gpu.device().id()).startsWith("SIMULATED");
    assertThat(gpu.name()).contains("simulated");
  }

  @Test
  void idleItDrawsSeventyFiveWatts() {
    assertThat(joulesAt(10 * SECOND + 60_000_000)).isEqualTo(750.0);
  }

  @Test
  void itsPowerFollowsTheCallsInFlight() {
    double quiet = joulesAt(SECOND + 60_000_000);
    gpu.inFlight(SECOND, 1);
    double one = joulesAt(2 * SECOND + 60_000_000) - quiet;
    gpu.inFlight(2 * SECOND, 2);
    double two = joulesAt(3 * SECOND + 60_000_000) - quiet - one;

    assertThat(one).isEqualTo(75 + 96.0);
    assertThat(two).isGreaterThan(one).isLessThan(75 + 2 * 96.0);
  }

  @Test
  void aCallThatIsToldOfDoesNotHurryTheCounter() {
    double first = joulesAt(SECOND + 65_000_000);
    gpu.inFlight(SECOND + 110_000_000, 1);

    assertThat(joulesAt(SECOND + 120_000_000)).isEqualTo(first);
    assertThat(joulesAt(SECOND + 165_000_000)).isGreaterThan(first);
  }

  @Test
  void itsCounterChangesEveryHundredMilliseconds() {
    double first = joulesAt(SECOND + 65_000_000);
    double beforeTheNextTick = joulesAt(SECOND + 155_000_000);
    double afterIt = joulesAt(SECOND + 165_000_000);

    assertThat(beforeTheNextTick).isEqualTo(first);
    assertThat(afterIt).isGreaterThan(first);
  }

  @Test
  void itInventsNoTemperature() {
    assertThat(new SimulatedGpu(0).state()).isEmpty();
  }
}
