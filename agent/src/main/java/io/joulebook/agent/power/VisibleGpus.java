package io.joulebook.agent.power;

import io.joulebook.nvml.Gpu;
import io.joulebook.nvml.Nvml;
import io.joulebook.nvml.NvmlException;
import io.joulebook.nvml.NvmlReturn;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Which GPUs of the host this JVM can use, each once, in CUDA's order, and only those are metered.
 *
 * <p>{@code nvml.devices} decides; else CUDA_VISIBLE_DEVICES; else UUIDs in NVIDIA_VISIBLE_DEVICES
 * (its indexes count the host's GPUs, not the container's, so they say nothing here). An index is
 * NVML's, which is PCI order; CUDA's default order is by speed, and the same only where all GPUs
 * are alike or CUDA_DEVICE_ORDER is PCI_BUS_ID: else all GPUs are metered, and a line says so.
 */
final class VisibleGpus {
  private static final Set<NvmlReturn> UNKNOWN_INSTANCE =
      Set.of(
          NvmlReturn.Code.NOT_FOUND,
          NvmlReturn.Code.INVALID_ARGUMENT,
          NvmlReturn.Code.NOT_SUPPORTED,
          NvmlReturn.Code.FUNCTION_NOT_FOUND);

  private final Nvml nvml;
  private final Map<String, String> environment;
  private final List<String> remarks = new ArrayList<>();
  private boolean complete = true;
  private boolean noneIsWanted;
  private boolean cudaOrder = true;

  private VisibleGpus(Nvml nvml, Map<String, String> environment) {
    this.nvml = nvml;
    this.environment = environment;
  }

  /**
   * What was found.
   *
   * @param gpus each once
   * @param remarks what people should know of the choice, one line each
   * @param complete whether all that are wanted were found; if not, it is worth to look again
   * @param cudaOrder whether the GPUs are all that CUDA sees, in its order
   */
  record Found(List<Gpu> gpus, List<String> remarks, boolean complete, boolean cudaOrder) {
    Found {
      gpus = List.copyOf(gpus);
      remarks = List.copyOf(remarks);
    }
  }

  /** Finds them; {@code configured} is the value of {@code nvml.devices}. */
  static Found find(Nvml nvml, Map<String, String> environment, Optional<List<String>> configured)
      throws NvmlException {
    VisibleGpus finder = new VisibleGpus(nvml, environment);
    Collection<Gpu> gpus = finder.find(configured);
    boolean complete = finder.complete && (finder.noneIsWanted || !gpus.isEmpty());
    return new Found(List.copyOf(gpus), finder.remarks, complete, finder.cudaOrder && complete);
  }

  private Collection<Gpu> find(Optional<List<String>> configured) throws NvmlException {
    if (configured.isPresent()) {
      cudaOrder = false;
      return named(configured.get(), "nvml.devices");
    }
    Optional<String> cuda = Optional.ofNullable(environment.get("CUDA_VISIBLE_DEVICES"));
    if (cuda.isPresent()) {
      return byCuda(cuda.get());
    }
    List<String> container = split(environment.getOrDefault("NVIDIA_VISIBLE_DEVICES", ""));
    boolean uuids =
        !container.isEmpty() && container.stream().allMatch(name -> isUuid(name) || isMig(name));
    if (uuids) {
      Collection<Gpu> gpus = named(container, "NVIDIA_VISIBLE_DEVICES");
      cudaOrder = gpus.size() <= 1; // the list's order is not that of CUDA's ordinals
      return gpus;
    }
    cudaOrder = isPciOrder();
    if (!cudaOrder) {
      remark(
          "the GPUs are unlike, and CUDA counts them in its own order: calls that name one by number"
              + " are shared over all; set CUDA_DEVICE_ORDER=PCI_BUS_ID or CUDA_VISIBLE_DEVICES");
    }
    return all();
  }

  private Collection<Gpu> byCuda(String list) throws NvmlException {
    if (list.isBlank() || list.trim().startsWith("-1")) {
      noneIsWanted = true;
      remark("CUDA_VISIBLE_DEVICES=" + list + " hides all GPUs from CUDA");
      return List.of();
    }
    CudaVisibleDevices.Chosen chosen =
        CudaVisibleDevices.read(list, nvml.gpuCount(), uuidsFor(split(list)));
    if (!chosen.remark().isEmpty()) {
      remark("CUDA_VISIBLE_DEVICES: " + chosen.remark());
    }
    boolean ordinals =
        chosen.devices().stream().anyMatch(CudaVisibleDevices.Ordinal.class::isInstance);
    if (ordinals && !isPciOrder()) {
      cudaOrder = false;
      remark(
          "CUDA_VISIBLE_DEVICES="
              + list
              + " counts unlike GPUs in CUDA's own order: all are metered;"
              + " set CUDA_DEVICE_ORDER=PCI_BUS_ID or nvml.devices");
      return all();
    }
    return attach(chosen.devices());
  }

  // To know a UUID a GPU must be attached, which may wake it: only where a prefix asks for it.
  private List<String> uuidsFor(List<String> entries) throws NvmlException {
    boolean prefixes =
        entries.stream().anyMatch(entry -> isUuid(entry) && !CudaVisibleDevices.isWhole(entry));
    return prefixes ? attachable().stream().map(Gpu::uuid).toList() : List.of();
  }

  // CUDA, too, stops at the first that cannot be had.
  private Collection<Gpu> attach(List<CudaVisibleDevices.Device> devices) throws NvmlException {
    Map<String, Gpu> found = new LinkedHashMap<>();
    for (CudaVisibleDevices.Device device : devices) {
      try {
        attach(device).forEach(gpu -> put(found, gpu));
      } catch (NvmlException e) {
        complete = false;
        remark("CUDA_VISIBLE_DEVICES names a GPU that cannot be attached: " + e.getMessage());
        return found.values();
      }
    }
    return found.values();
  }

  private List<Gpu> attach(CudaVisibleDevices.Device device) throws NvmlException {
    if (device instanceof CudaVisibleDevices.Ordinal index) {
      return List.of(nvml.gpu(index.ordinal()));
    }
    if (device instanceof CudaVisibleDevices.Uuid named) {
      return List.of(nvml.gpu(named.uuid()));
    }
    cudaOrder = false;
    return anyOf((CudaVisibleDevices.MigInstance) device);
  }

  private List<Gpu> anyOf(CudaVisibleDevices.MigInstance instance) throws NvmlException {
    try {
      return List.of(ofInstance(instance, "CUDA_VISIBLE_DEVICES"));
    } catch (NvmlException e) {
      if (!UNKNOWN_INSTANCE.contains(e.why())) {
        throw e;
      }
      remark(
          "CUDA_VISIBLE_DEVICES names the MIG instance "
              + instance.name()
              + ", and NVML does not tell its GPU: all GPUs are metered whole");
      return all();
    }
  }

  // A driver that tells energy of an instance tells its GPU's: two instances would have it twice.
  private Gpu ofInstance(CudaVisibleDevices.MigInstance instance, String place)
      throws NvmlException {
    Gpu whole =
        instance.gpu().isEmpty() ? nvml.gpuOfInstance(instance.name()) : nvml.gpu(instance.gpu());
    remark(
        place
            + " names the MIG instance "
            + instance.name()
            + ", which has no meter of its own: its GPU is metered whole");
    return whole;
  }

  private boolean isPciOrder() throws NvmlException {
    return "PCI_BUS_ID".equals(environment.get("CUDA_DEVICE_ORDER"))
        || nvml.gpuCount() == 1
        || attachable().stream().map(Gpu::name).distinct().count() <= 1;
  }

  private Collection<Gpu> named(List<String> names, String place) throws NvmlException {
    Map<String, Gpu> found = new LinkedHashMap<>();
    for (String name : names) {
      try {
        put(found, isIndex(name) ? nvml.gpu(Integer.parseInt(name)) : byUuid(name, place));
      } catch (NvmlException e) {
        complete = false;
        remark(place + " names \"" + name + "\", which cannot be attached: " + e.getMessage());
      }
    }
    return found.values();
  }

  // A prefix is looked up among all; NVML itself knows whole UUIDs only.
  private Gpu byUuid(String name, String place) throws NvmlException {
    if (isMig(name)) {
      return ofInstance(new CudaVisibleDevices.MigInstance(name), place);
    }
    List<String> uuids = uuidsFor(List.of(name));
    List<CudaVisibleDevices.Device> found = CudaVisibleDevices.read(name, 0, uuids).devices();
    boolean known = found.size() == 1 && found.get(0) instanceof CudaVisibleDevices.Uuid;
    return nvml.gpu(known ? ((CudaVisibleDevices.Uuid) found.get(0)).uuid() : name);
  }

  // One that cannot be attached does not take the others with it.
  private List<Gpu> all() throws NvmlException {
    List<Gpu> gpus = new ArrayList<>();
    List<String> failures = new ArrayList<>();
    List<String> refusals = new ArrayList<>();
    int count = nvml.gpuCount();
    for (int index = 0; index < count; index++) {
      try {
        gpus.add(nvml.gpu(index));
      } catch (NvmlException e) {
        boolean refused = e.why() == NvmlReturn.Code.NO_PERMISSION;
        (refused ? refusals : failures)
            .add("GPU " + index + " cannot be attached: " + e.getMessage());
      }
    }
    complete &= gpus.size() == count;
    failures.forEach(this::remark);
    if (gpus.isEmpty()) {
      refusals.forEach(this::remark); // else they are given to others, as to another container
    }
    return gpus;
  }

  // Those that only tell how GPUs are named and ordered; what is amiss with them is not asked.
  private List<Gpu> attachable() throws NvmlException {
    List<Gpu> gpus = nvml.gpus();
    complete &= gpus.size() == nvml.gpuCount();
    return gpus;
  }

  private static void put(Map<String, Gpu> found, Gpu gpu) {
    found.putIfAbsent(gpu.uuid(), gpu);
  }

  private void remark(String text) {
    if (!remarks.contains(text)) {
      remarks.add(text);
    }
  }

  private static List<String> split(String value) {
    return Arrays.stream(value.split(",", -1)).map(String::trim).filter(s -> !s.isEmpty()).toList();
  }

  private static boolean isUuid(String name) {
    return name.startsWith("GPU-");
  }

  private static boolean isMig(String name) {
    return name.startsWith("MIG-");
  }

  private static boolean isIndex(String name) {
    return !name.isEmpty() && name.length() < 5 && name.chars().allMatch(Character::isDigit);
  }
}
