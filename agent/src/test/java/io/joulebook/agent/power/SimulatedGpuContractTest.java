package io.joulebook.agent.power;

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
}
