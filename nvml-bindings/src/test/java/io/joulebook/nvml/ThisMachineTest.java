package io.joulebook.nvml;

import static org.junit.jupiter.api.Assumptions.abort;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/**
 * The contract on the driver of the machine that runs the tests, where there is one with a GPU.
 *
 * <p>Runs in a JVM of its own: in one that has loaded a fake, the dynamic loader would answer the
 * plain name with that fake, whose SONAME it is.
 */
class ThisMachineTest extends GpuContract {
  private Nvml nvml;

  @BeforeEach
  void open() throws NvmlException {
    nvml = openOrSkip();
    if (nvml.gpuCount() == 0) {
      skip("the driver shows no GPU");
    }
  }

  @AfterEach
  void close() {
    if (nvml != null) {
      nvml.close();
    }
  }

  @Override
  Nvml nvml() {
    return nvml;
  }

  private static Nvml openOrSkip() {
    try {
      return Nvml.open();
    } catch (NvmlException noDriver) {
      return skip(String.valueOf(noDriver.getMessage()));
    }
  }

  private static Nvml skip(String reason) {
    System.out.println("skipped, no real GPU here: " + reason);
    return abort(reason);
  }
}
