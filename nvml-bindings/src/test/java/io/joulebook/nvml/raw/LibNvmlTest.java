package io.joulebook.nvml.raw;

import static io.joulebook.nvml.raw.NvmlHeader.NVML_ERROR_INVALID_ARGUMENT;
import static io.joulebook.nvml.raw.NvmlHeader.NVML_ERROR_NOT_SUPPORTED;
import static io.joulebook.nvml.raw.NvmlHeader.NVML_FI_DEV_POWER_AVERAGE;
import static io.joulebook.nvml.raw.NvmlHeader.NVML_FI_DEV_POWER_INSTANT;
import static io.joulebook.nvml.raw.NvmlHeader.NVML_POWER_SCOPE_GPU;
import static io.joulebook.nvml.raw.NvmlHeader.NVML_SUCCESS;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.jna.Memory;
import com.sun.jna.Pointer;
import io.joulebook.nvml.fake.FakeCall;
import io.joulebook.nvml.fake.FakeMachine;
import io.joulebook.nvml.fake.NeedsCompiler;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@NeedsCompiler
class LibNvmlTest {
  private static final int CALLS = 100_000;

  private final Memory out = new Memory(2 * NvmlFieldValue.SIZEOF);
  private FakeMachine machine;
  private LibNvml library;
  private long device;

  LibNvmlTest(@TempDir Path folder) throws LoadFailure {
    machine = FakeMachine.oneH100(folder);
    library = LoadedLibrary.acquire(machine.library().toString());
  }

  @BeforeEach
  void attach() {
    assertThat(library.nvmlInit_v2()).isEqualTo(NVML_SUCCESS);
    assertThat(library.nvmlDeviceGetHandleByIndex_v2(0, out)).isEqualTo(NVML_SUCCESS);
    device = out.getLong(0);
  }

  @AfterEach
  void letGo() {
    assertThat(library.nvmlShutdown()).isEqualTo(NVML_SUCCESS);
    LoadedLibrary.release();
  }

  @Test
  void fieldsSucceedTogetherWhenOneOfThemDoes() {
    machine.gpu(0).answer(FakeCall.FIELD_AVERAGE_POWER, NVML_ERROR_NOT_SUPPORTED);
    Pointer second = out.share(NvmlFieldValue.SIZEOF);
    NvmlFieldValue.ask(out, NVML_FI_DEV_POWER_AVERAGE, NVML_POWER_SCOPE_GPU);
    NvmlFieldValue.ask(second, NVML_FI_DEV_POWER_INSTANT, NVML_POWER_SCOPE_GPU);

    assertThat(library.nvmlDeviceGetFieldValues(device, 2, out)).isEqualTo(NVML_SUCCESS);
    assertThat(NvmlFieldValue.nvmlReturn(out)).isEqualTo(NVML_ERROR_NOT_SUPPORTED);
    assertThat(NvmlFieldValue.nvmlReturn(second)).isEqualTo(NVML_SUCCESS);
    assertThat(NvmlFieldValue.uiVal(second)).isEqualTo(70_000);
  }

  @Test
  void hotCallsAllocateNothing() {
    readOften();
    long before = allocated();
    readOften();
    assertThat(allocated() - before).isLessThan(CALLS / 10);
  }

  @Test
  void indexesBeyondTheLastGpuAreInvalid() {
    assertThat(library.nvmlDeviceGetHandleByIndex_v2(1, out))
        .isEqualTo(NVML_ERROR_INVALID_ARGUMENT);
  }

  private void readOften() {
    for (int i = 0; i < CALLS; i++) {
      library.nvmlDeviceGetTotalEnergyConsumption(device, out);
      library.nvmlDeviceGetPowerUsage(device, out);
      NvmlFieldValue.ask(out, NVML_FI_DEV_POWER_INSTANT, NVML_POWER_SCOPE_GPU);
      library.nvmlDeviceGetFieldValues(device, 1, out);
    }
  }

  private static long allocated() {
    return ((com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean())
        .getCurrentThreadAllocatedBytes();
  }
}
