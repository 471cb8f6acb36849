package io.joulebook.agent.power;

import io.joulebook.nvml.Nvml;
import io.joulebook.nvml.fake.FakeMachine;
import io.joulebook.nvml.fake.NeedsCompiler;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A meter on a fake machine whose clock stands still until it is moved. */
@NeedsCompiler
abstract class NvmlMeterContract extends MeterContract {
  @TempDir Path folder;
  private FakeMachine machine;
  private Nvml nvml;
  private Meter meter;

  abstract FakeMachine machine(Path folder);

  @BeforeEach
  void open() throws Exception {
    machine = machine(folder).stopClock();
    nvml = Nvml.open(machine.library().toString());
    meter = new NvmlMeter(nvml, nvml.gpu(0));
  }

  @AfterEach
  void close() {
    nvml.close();
  }

  @Override
  Meter meter() {
    return meter;
  }

  @Override
  boolean tellsItsState() {
    return true;
  }

  @Override
  long after(Duration time) {
    machine.advance(time);
    return machine.now();
  }
}
