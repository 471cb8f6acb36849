package io.joulebook.agent.power;

import io.joulebook.collector.Source;
import java.time.Duration;

class SimulatedGpuContractTest extends MeterContract {
  private final SimulatedGpu gpu = new SimulatedGpu(0);
  private long now;

  @Override
  Meter meter() {
    return gpu;
  }

  @Override
  long after(Duration time) {
    now += time.toNanos();
    return now;
  }

  @Override
  Source source() {
    return Source.SIMULATED;
  }

  @Override
  boolean tellsItsState() {
    return false;
  }
}
