package io.joulebook.agent.power;

import io.joulebook.nvml.Gpu;
import io.joulebook.nvml.Nvml;
import io.joulebook.nvml.NvmlException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Which GPUs of the host this JVM can use, in CUDA's order, and only those are attached.
 *
 * <p>{@code nvml.devices} decides; else CUDA_VISIBLE_DEVICES; else UUIDs in NVIDIA_VISIBLE_DEVICES
 * (its indexes count the host's GPUs, not the container's, so they say nothing here). An index is
 * NVML's, which is PCI order; CUDA's default order is by speed, and the same only where all GPUs
 * are alike or CUDA_DEVICE_ORDER is PCI_BUS_ID: else all GPUs are metered, and a line says so.
 */
final class VisibleGpus {
  private final Nvml nvml;
  private final Map<String, String> environment;
  private final List<String> remarks = new ArrayList<>();

  VisibleGpus(Nvml nvml, Map<String, String> environment) {
    this.nvml = nvml;
    this.environment = environment;
  }

  /** What had to be assumed, one line each. */
  List<String> remarks() {
    return List.copyOf(remarks);
  }

  List<Gpu> find(Optional<List<String>> configured) throws NvmlException {
    if (configured.isPresent()) {
      return named(configured.get(), "nvml.devices");
    }
    Optional<String> cuda = Optional.ofNullable(environment.get("CUDA_VISIBLE_DEVICES"));
    if (cuda.isPresent()) {
      return byCuda(cuda.get());
    }
    List<String> container = split(environment.getOrDefault("NVIDIA_VISIBLE_DEVICES", ""));
    boolean uuids = !container.isEmpty() && container.stream().allMatch(VisibleGpus::isUuid);
    return uuids ? named(container, "NVIDIA_VISIBLE_DEVICES") : nvml.gpus();
  }

  private List<Gpu> byCuda(String value) throws NvmlException {
    List<String> names = cudaNames(value);
    if (names.stream().anyMatch(name -> name.startsWith("MIG-"))) {
      remarks.add(
          "CUDA_VISIBLE_DEVICES names MIG instances, which have no meter: all GPUs are metered whole");
      return nvml.gpus();
    }
    boolean indexes = names.stream().anyMatch(name -> !isUuid(name));
    if (indexes && !sameOrder()) {
      remarks.add(
          "CUDA_VISIBLE_DEVICES="
              + value
              + " counts unlike GPUs in CUDA's own order: all are metered;"
              + " set CUDA_DEVICE_ORDER=PCI_BUS_ID or nvml.devices");
      return nvml.gpus();
    }
    return named(names, "CUDA_VISIBLE_DEVICES");
  }

  // CUDA stops reading its list at the first entry that is not a device.
  private static List<String> cudaNames(String value) {
    List<String> names = new ArrayList<>();
    for (String name : split(value)) {
      if (!isUuid(name) && !name.startsWith("MIG-") && !isIndex(name)) {
        break;
      }
      names.add(name);
    }
    return names;
  }

  private boolean sameOrder() throws NvmlException {
    return "PCI_BUS_ID".equals(environment.get("CUDA_DEVICE_ORDER"))
        || nvml.gpuCount() == 1
        || nvml.gpus().stream().map(Gpu::name).distinct().count() == 1;
  }

  private List<Gpu> named(List<String> names, String place) throws NvmlException {
    List<Gpu> gpus = new ArrayList<>();
    for (String name : names) {
      try {
        gpus.add(isIndex(name) ? nvml.gpu(Integer.parseInt(name)) : nvml.gpu(name));
      } catch (NvmlException e) {
        remarks.add(place + " names \"" + name + "\", which cannot be attached: " + e.getMessage());
      }
    }
    return gpus;
  }

  private static List<String> split(String value) {
    return Arrays.stream(value.split(",", -1)).map(String::trim).filter(s -> !s.isEmpty()).toList();
  }

  private static boolean isUuid(String name) {
    return name.startsWith("GPU-");
  }

  private static boolean isIndex(String name) {
    return !name.isEmpty() && name.length() < 5 && name.chars().allMatch(Character::isDigit);
  }
}
