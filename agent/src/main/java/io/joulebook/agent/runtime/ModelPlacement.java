package io.joulebook.agent.runtime;

import io.joulebook.agent.instrument.Placement;
import io.joulebook.agent.power.Meter;
import io.joulebook.agent.power.Sampler;
import io.joulebook.collector.Device;
import io.joulebook.collector.DeviceInfo;
import io.joulebook.collector.Source;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The metered devices, and which of them a model runs on. Belongs to the ledger's thread. */
final class ModelPlacement {
  private final Map<String, Device> byId = new LinkedHashMap<>();
  private Sampler.Metered metered = Sampler.Metered.NONE;
  private List<String> gpus = List.of();
  private List<String> simulated = List.of();

  /** Takes what is metered now; a device that was metered once stays known. */
  void update(Sampler.Metered now) {
    if (now.version() == metered.version()) {
      return;
    }
    metered = now;
    now.meters().forEach(meter -> byId.put(meter.device().id(), meter.device()));
    gpus = ids(now.meters(), false);
    simulated = ids(now.meters(), true);
  }

  /** Goes up whenever other devices are metered. */
  int version() {
    return metered.version();
  }

  private static List<String> ids(List<Meter> meters, boolean ofSimulated) {
    return meters.stream()
        .map(Meter::device)
        .filter(device -> (device.source() == Source.SIMULATED) == ofSimulated)
        .map(Device::id)
        .toList();
  }

  Map<String, Device> byId() {
    return byId;
  }

  /** The metered GPUs that are none of ours' inventions. */
  List<String> gpus() {
    return gpus;
  }

  /** What the metered devices are. */
  List<DeviceInfo> described() {
    return metered.meters().stream().map(ModelPlacement::described).toList();
  }

  private static DeviceInfo described(Meter meter) {
    return new DeviceInfo(
        meter.device().id(),
        meter.index(),
        Optional.of(meter.name()),
        meter.pciBusId(),
        meter.driver());
  }

  /** Whether the device has other users that could not be told apart. */
  boolean isShared(String id) {
    return metered.shared().contains(id);
  }

  /** Why devices are shared, by id. */
  Map<String, Set<String>> shared() {
    Map<String, Set<String>> reasons = new LinkedHashMap<>();
    metered.shared().forEach(id -> reasons.put(id, Set.of("another_agent")));
    return reasons;
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
    if (placement instanceof Placement.Named named) {
      return byRule(named.names());
    }
    return placement instanceof Placement.Elsewhere ? List.of() : gpus;
  }

  private List<String> byRule(String rule) {
    return switch (rule) {
      case "gpu" -> gpus;
      case "cpu" -> List.of();
      default -> byNames(List.of(rule.split("\\+", -1)));
    };
  }

  private List<String> byNames(List<String> names) {
    names.stream().filter(name -> !gpus.contains(name)).forEach(ModelPlacement::tellUnknown);
    return gpus.stream().filter(names::contains).toList();
  }

  private static void tellUnknown(String name) {
    Console.say("device \"" + name + "\" is not metered; allowed are " + Placement.NAMES);
  }

  // An ordinal that does not tell a metered GPU cannot be placed: it is shared over all of them.
  private List<String> byOrdinals(Placement.CudaDevices cuda) {
    return areKnown(cuda) ? cuda.ordinals().stream().sorted().map(gpus::get).toList() : gpus;
  }

  private boolean areKnown(Placement.CudaDevices cuda) {
    return metered.cudaOrder()
        && cuda.ordinals().stream().allMatch(ordinal -> ordinal < gpus.size());
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
