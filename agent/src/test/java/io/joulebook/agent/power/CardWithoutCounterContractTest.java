package io.joulebook.agent.power;

import io.joulebook.collector.Source;
import io.joulebook.nvml.fake.FakeMachine;
import java.nio.file.Path;

class CardWithoutCounterContractTest extends NvmlMeterContract {
  @Override
  FakeMachine machine(Path folder) {
    return FakeMachine.withoutCounter(folder);
  }

  @Override
  Source source() {
    return Source.NVML_POWER;
  }
}
