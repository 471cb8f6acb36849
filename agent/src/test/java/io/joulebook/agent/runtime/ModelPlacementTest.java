package io.joulebook.agent.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.joulebook.agent.instrument.Placement;
import io.joulebook.agent.power.Meter;
import io.joulebook.agent.power.Sampler;
import io.joulebook.agent.power.SilentH100;
import io.joulebook.agent.power.SimulatedGpu;
import io.joulebook.collector.DeviceInfo;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ModelPlacementTest {
  private static final Placement ON_CPU = new Placement.Elsewhere("it is on the CPU");

  private static final Optional<String> NO_RULE = Optional.empty();
  private final ModelPlacement two =
      devices(true, Set.of("GPU-b"), new SilentH100("GPU-a"), new SilentH100("GPU-b"));

  private static ModelPlacement devices(boolean cudaOrder, Set<String> shared, Meter... meters) {
    ModelPlacement devices = new ModelPlacement();
    devices.update(new Sampler.Metered(1, List.of(meters), cudaOrder, shared, true));
    return devices;
  }

  private static Placement cuda(int... ordinals) {
    return new Placement.CudaDevices(
        java.util.Arrays.stream(ordinals).boxed().collect(java.util.stream.Collectors.toSet()));
  }

  @Test
  void aModelRunsWhereItsLibrarySays() {
    assertThat(two.of(cuda(1), NO_RULE)).containsExactly("GPU-b");
    assertThat(two.of(cuda(0, 1), NO_RULE)).containsExactly("GPU-a", "GPU-b");
    assertThat(two.of(ON_CPU, NO_RULE)).isEmpty();
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
    ModelPlacement one = devices(false, Set.of(), new SilentH100("GPU-b"));

    assertThat(one.of(cuda(0), NO_RULE)).containsExactly("GPU-b");
    assertThat(one.sharesUnknown(cuda(0), NO_RULE)).isTrue();
    assertThat(one.sharesUnknown(cuda(0), Optional.of("GPU-b"))).isFalse();
    assertThat(one.sharesUnknown(ON_CPU, NO_RULE)).isFalse();
  }

  @Test
  void devicesMayShowUpLaterAndSayWhetherTheyAreShared() {
    ModelPlacement late = new ModelPlacement();
    assertThat(late.of(cuda(0), NO_RULE)).isEmpty();

    late.update(
        new Sampler.Metered(1, List.of(new SilentH100("GPU-a")), true, Set.of("GPU-a"), true));

    assertThat(late.of(cuda(0), NO_RULE)).containsExactly("GPU-a");
    assertThat(late.isShared("GPU-a")).isTrue();
    assertThat(two.isShared("GPU-a")).isFalse();
    assertThat(two.shared()).containsExactly(Map.entry("GPU-b", Set.of("another_agent")));
  }

  @Test
  void devicesAreDescribedForThoseWhoJoinThem() {
    DeviceInfo h100 =
        new DeviceInfo(
            "GPU-a",
            OptionalInt.of(7),
            Optional.of("NVIDIA H100"),
            Optional.of("00000000:DB:00.0"),
            Optional.of("580.95.05"));
    DeviceInfo simulated =
        new DeviceInfo(
            "SIMULATED-0",
            OptionalInt.empty(),
            Optional.of(new SimulatedGpu(0).name()),
            Optional.empty(),
            Optional.empty());

    assertThat(devices(true, Set.of(), new SilentH100("GPU-a"), new SimulatedGpu(0)).described())
        .containsExactly(h100, simulated);
  }

  @Test
  void aRuleDecides() {
    assertThat(two.of(ON_CPU, Optional.of("gpu"))).hasSize(2);
    assertThat(two.of(cuda(0), Optional.of("cpu"))).isEmpty();
    assertThat(two.of(cuda(0), Optional.of("GPU-b"))).containsExactly("GPU-b");
    assertThat(two.of(cuda(0), Optional.of("GPU-z"))).isEmpty();
    assertThat(two.of(cuda(0), Optional.of("GPU-b+GPU-a"))).containsExactly("GPU-a", "GPU-b");
    assertThat(two.of(cuda(0), Optional.of("GPU-z+GPU-b"))).containsExactly("GPU-b");
  }

  @Test
  void aHookMayNameDevicesAsARuleDoes() {
    assertThat(two.of(new Placement.Named("GPU-b"), NO_RULE)).containsExactly("GPU-b");
    assertThat(two.of(new Placement.Named("gpu"), NO_RULE)).containsExactly("GPU-a", "GPU-b");
    assertThat(two.sharesUnknown(new Placement.Named("gpu"), NO_RULE)).isFalse();
    assertThat(Placement.isNames("GPU-a+GPU-b")).isTrue();
    assertThat(Placement.isNames("GPU-a+")).isFalse();
    assertThat(Placement.isNames("cpu")).isFalse();
  }

  @Test
  void aSimulatedGpuRunsEverything() {
    ModelPlacement simulated = devices(true, Set.of(), new SimulatedGpu(0));

    assertThat(simulated.of(ON_CPU, NO_RULE)).containsExactly("SIMULATED-0");
  }
}
