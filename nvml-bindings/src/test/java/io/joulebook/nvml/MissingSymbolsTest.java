package io.joulebook.nvml;

import static org.assertj.core.api.Assertions.assertThat;

import io.joulebook.nvml.fake.FakeMachine;
import io.joulebook.nvml.fake.NeedsCompiler;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A symbol that a driver lacks costs what it would have given, and nothing else. */
@NeedsCompiler
class MissingSymbolsTest {
  private static final Capability YES = new Capability.Supported();
  private static final Capability NO =
      new Capability.Unsupported(NvmlReturn.Code.FUNCTION_NOT_FOUND);

  @Test
  void withoutTheEnergySymbolOnlyTheCounterIsMissing(@TempDir Path folder) throws NvmlException {
    try (Nvml nvml = Nvml.open(FakeMachine.withoutEnergySymbol(folder).library().toString())) {
      Gpu gpu = nvml.gpu(0);
      assertThat(gpu.capabilities()).isEqualTo(new Capabilities(NO, YES, YES, YES));
      assertThat(gpu.energyMillijoules())
          .isEqualTo(new NvmlValue.Unavailable(NvmlReturn.Code.FUNCTION_NOT_FOUND));
      assertThat(gpu.instantPowerMilliwatts()).isInstanceOf(NvmlValue.Value.class);
    }
  }

  @Test
  void withoutTheFieldsSymbolOnlyFieldsAreMissing(@TempDir Path folder) throws NvmlException {
    try (Nvml nvml = Nvml.open(FakeMachine.withoutFieldsSymbol(folder).library().toString())) {
      Gpu gpu = nvml.gpu(0);
      assertThat(gpu.capabilities()).isEqualTo(new Capabilities(YES, NO, NO, YES));
      assertThat(gpu.energyMillijoules()).isInstanceOf(NvmlValue.Value.class);
    }
  }
}
