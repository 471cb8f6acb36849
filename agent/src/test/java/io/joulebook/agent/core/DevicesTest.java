package io.joulebook.agent.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.joulebook.agent.instrument.Placement;
import io.joulebook.agent.power.Meter;
import io.joulebook.agent.power.Sample;
import io.joulebook.agent.power.SimulatedGpu;
import io.joulebook.collector.Component;
import io.joulebook.collector.Device;
import io.joulebook.collector.Source;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Test;

class DevicesTest {
  private static final Optional<String> NO_RULE = Optional.empty();
  private final Devices two = new Devices(List.of(new H100("GPU-a"), new H100("GPU-b")), true);

  private record H100(String uuid) implements Meter {
    @Override
    public Device device() {
      return new Device(uuid, Component.GPU, Source.NVML);
    }

    @Override
    public String name() {
      return "NVIDIA H100";
    }

    @Override
    public OptionalLong limitMilliwatts() {
      return OptionalLong.empty();
    }

    @Override
    public Sample read(long now) {
      return new Sample.Unavailable("not_here", false);
    }
  }

  private static Placement cuda(int... ordinals) {
    return new Placement.CudaDevices(
        java.util.Arrays.stream(ordinals).boxed().collect(java.util.stream.Collectors.toSet()));
  }

  @Test
  void aModelRunsWhereItsLibrarySays() {
    assertThat(two.of(cuda(1), NO_RULE)).containsExactly("GPU-b");
    assertThat(two.of(cuda(0, 1), NO_RULE)).containsExactly("GPU-a", "GPU-b");
    assertThat(two.of(Placement.ELSEWHERE, NO_RULE)).isEmpty();
  }

  @Test
  void whereItIsNotKnownItIsSharedOverAll() {
    assertThat(two.of(Placement.UNKNOWN, NO_RULE)).containsExactly("GPU-a", "GPU-b");
    assertThat(two.of(cuda(7), NO_RULE)).containsExactly("GPU-a", "GPU-b");
    assertThat(two.sharesUnknown(Placement.UNKNOWN, NO_RULE)).isTrue();
    assertThat(two.sharesUnknown(cuda(7), NO_RULE)).isTrue();
    assertThat(two.sharesUnknown(new Placement.CudaDevices(Set.of(0)), NO_RULE)).isFalse();
  }

  @Test
  void anOrdinalTellsNothingWhereNotAllThatCudaSeesIsMetered() {
    Devices one = new Devices(List.of(new H100("GPU-b")), false);

    assertThat(one.of(cuda(0), NO_RULE)).containsExactly("GPU-b");
    assertThat(one.sharesUnknown(cuda(0), NO_RULE)).isTrue();
    assertThat(one.sharesUnknown(cuda(0), Optional.of("GPU-b"))).isFalse();
    assertThat(one.sharesUnknown(Placement.ELSEWHERE, NO_RULE)).isFalse();
  }

  @Test
  void aRuleDecides() {
    assertThat(two.of(Placement.ELSEWHERE, Optional.of("gpu"))).hasSize(2);
    assertThat(two.of(cuda(0), Optional.of("cpu"))).isEmpty();
    assertThat(two.of(cuda(0), Optional.of("GPU-b"))).containsExactly("GPU-b");
    assertThat(two.of(cuda(0), Optional.of("GPU-z"))).isEmpty();
  }

  @Test
  void aSimulatedGpuRunsEverything() {
    Devices simulated = new Devices(List.of(new SimulatedGpu(0)), true);

    assertThat(simulated.of(Placement.ELSEWHERE, NO_RULE)).containsExactly("SIMULATED-0");
  }
}
