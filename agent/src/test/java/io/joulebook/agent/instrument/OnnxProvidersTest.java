package io.joulebook.agent.instrument;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class OnnxProvidersTest {
  private static final Placement ON_CPU = new Placement.Elsewhere("it is on the CPU");

  private static Placement after(String method, Object... arguments) {
    return OnnxProviders.placement(ON_CPU, method, arguments);
  }

  /** Shaped as ONNX Runtime's provider options are: a map of strings in a superclass. */
  private static class StringOptions {
    final Map<String, String> options = new HashMap<>();
  }

  private static final class CudaOptions extends StringOptions {
    CudaOptions(int device) {
      options.put("device_id", String.valueOf(device));
    }
  }

  @Test
  void cudaProvidersSayTheirDevice() {
    assertThat(after("addCUDA")).isEqualTo(new Placement.CudaDevices(Set.of(0)));
    assertThat(after("addCUDA", 3)).isEqualTo(new Placement.CudaDevices(Set.of(3)));
    assertThat(after("addTensorrt", new CudaOptions(2)))
        .isEqualTo(new Placement.CudaDevices(Set.of(2)));
  }

  @Test
  void severalProvidersAddUp() {
    Placement tensorrt = after("addTensorrt", 1);

    assertThat(OnnxProviders.placement(tensorrt, "addCUDA", new Object[] {1}))
        .isEqualTo(new Placement.CudaDevices(Set.of(1)));
    assertThat(OnnxProviders.placement(tensorrt, "addCPU", new Object[] {true}))
        .isEqualTo(tensorrt);
  }

  @Test
  void otherSettingsLeaveTheSessionOnTheCpu() {
    assertThat(after("addConfigEntry", "a", "b")).isEqualTo(ON_CPU);
    assertThat(after("addDnnl", true)).isEqualTo(ON_CPU);
  }

  @Test
  void aProviderChosenByDeviceObjectIsNotGuessed() {
    assertThat(after("addExecutionProvider", "devices", "options")).isEqualTo(Placement.UNKNOWN);
  }
}
