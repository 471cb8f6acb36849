package io.joulebook.agent.core;

import io.joulebook.agent.instrument.Placement;
import io.joulebook.agent.power.Meter;
import io.joulebook.collector.Device;
import io.joulebook.collector.Source;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The metered devices, and which of them a model runs on. */
final class Devices {
  private final Map<String, Device> byId = new LinkedHashMap<>();
  private final boolean cudaOrderKnown;
  private final List<String> gpus;
  private final List<String> simulated;

  Devices(List<Meter> meters, boolean cudaOrderKnown) {
    this.cudaOrderKnown = cudaOrderKnown;
    meters.forEach(meter -> byId.put(meter.device().id(), meter.device()));
    gpus = ids(false);
    simulated = ids(true);
  }

  private List<String> ids(boolean ofSimulated) {
    return byId.values().stream()
        .filter(device -> (device.source() == Source.SIMULATED) == ofSimulated)
        .map(Device::id)
        .toList();
  }

  Map<String, Device> byId() {
    return byId;
  }

  /** Where a model runs: as a rule says, else as its library told. A simulated GPU runs all. */
  List<String> of(Placement placement, Optional<String> rule) {
    if (!simulated.isEmpty()) {
      return simulated;
    }
    if (rule.isPresent()) {
      return byRule(rule.get());
    }
    if (placement instanceof Placement.CudaDevices cuda) {
      return byOrdinals(cuda);
    }
    return placement instanceof Placement.Elsewhere ? List.of() : gpus;
  }

  private List<String> byRule(String rule) {
    return switch (rule) {
      case "gpu" -> gpus;
      case "cpu" -> List.of();
      default -> gpus.contains(rule) ? List.of(rule) : unknownDevice(rule);
    };
  }

  private static List<String> unknownDevice(String rule) {
    Console.say(
        "models: device \""
            + rule
            + "\" is not metered; allowed are gpu, cpu or a metered GPU's UUID");
    return List.of();
  }

  // An ordinal that does not tell a metered GPU cannot be placed: it is shared over all of them.
  private List<String> byOrdinals(Placement.CudaDevices cuda) {
    return areKnown(cuda) ? cuda.ordinals().stream().sorted().map(gpus::get).toList() : gpus;
  }

  private boolean areKnown(Placement.CudaDevices cuda) {
    return cudaOrderKnown && cuda.ordinals().stream().allMatch(ordinal -> ordinal < gpus.size());
  }

  /** Whether calls cannot be placed, so that all metered GPUs share them. */
  boolean sharesUnknown(Placement placement, Optional<String> rule) {
    if (!simulated.isEmpty() || rule.isPresent() || gpus.isEmpty()) {
      return false;
    }
    return placement instanceof Placement.CudaDevices cuda
        ? !areKnown(cuda)
        : placement instanceof Placement.Unknown && gpus.size() > 1;
  }
}
