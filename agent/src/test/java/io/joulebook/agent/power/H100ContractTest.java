package io.joulebook.agent.power;

import io.joulebook.collector.Source;
import io.joulebook.nvml.fake.FakeMachine;
import java.nio.file.Path;

class H100ContractTest extends NvmlMeterContract {
  @Override
  FakeMachine machine(Path folder) {
    return FakeMachine.oneH100(folder);
  }

  @Override
  Source source() {
    return Source.NVML;
  }
}
