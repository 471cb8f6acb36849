package io.joulebook.agent.power;

import io.joulebook.nvml.Gpu;
import io.joulebook.nvml.Nvml;
import io.joulebook.nvml.NvmlException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The NVIDIA GPUs that this JVM can see. A driver that is not ready, a GPU that cannot be attached
 * yet and a counter that failed its probe are asked for again; a session whose GPUs all stopped to
 * answer is opened anew, and only that: a look that fails says nothing of those that read well.
 */
final class NvmlSource implements PowerSource {
  private final String library;
  private final Optional<List<String>> configured;
  private final Map<String, String> environment;
  private final Optional<String> nativeFolder;
  private final Map<String, NvmlMeter> meters = new LinkedHashMap<>();
  private static volatile boolean jnaIsLoaded;
  private volatile @Nullable Nvml nvml;
  private String linkFailure = "";
  private boolean ranOut;
  private boolean readsWell;

  /** The GPUs by CUDA's ordinals, as they were when first all were seen: CUDA never renumbers. */
  private List<String> ordinals = List.of();

  private Discovery last = new Discovery(List.of(), false, Optional.empty(), false);

  NvmlSource(
      String library,
      Optional<List<String>> configured,
      Map<String, String> environment,
      Optional<String> nativeFolder) {
    this.library = library;
    this.configured = configured;
    this.environment = environment;
    this.nativeFolder = nativeFolder;
  }

  @Override
  public Discovery look() {
    boolean anyReads = meters.values().stream().anyMatch(Predicate.not(NvmlMeter::isFailing));
    readsWell = nvml != null && anyReads;
    try {
      if (!meters.isEmpty() && !anyReads) {
        close();
      }
      Nvml session = nvml;
      last = find(session == null ? open() : session);
      return last;
    } catch (NvmlException | IOException e) {
      return nothing(String.valueOf(e.getMessage()));
    } catch (VirtualMachineError noMemory) {
      ranOut = true;
      throw noMemory;
    } catch (LinkageError e) {
      if (ranOut) {
        throw e; // what memory was lacking for; a new class loader may do
      }
      // What a second try says of a class that could not be initialised tells nothing.
      linkFailure = linkFailure.isEmpty() ? JnaLibrary.why(e) : linkFailure;
      return nothing("JNA, by which NVML is called, cannot be used here: " + linkFailure);
    } catch (RuntimeException e) {
      return nothing("NVML cannot be used: " + e);
    }
  }

  private Nvml open() throws NvmlException, IOException {
    Nvml opened = jnaIsLoaded ? Nvml.open(library) : openFirst();
    nvml = opened;
    return opened;
  }

  // JNA is loaded once for the JVM: later neither its file is needed nor a place to unpack it to.
  private Nvml openFirst() throws NvmlException, IOException {
    JnaLibrary unpacked = JnaLibrary.unpack(nativeFolder);
    try {
      Nvml opened = Nvml.open(library);
      jnaIsLoaded = true;
      return opened;
    } catch (NvmlException answered) {
      jnaIsLoaded = true;
      throw answered;
    } finally {
      unpacked.close();
    }
  }

  // Meters that read well have their session: only their own failures end it.
  private Discovery nothing(String why) {
    if (readsWell) {
      boolean anyAnswers = meters.values().stream().anyMatch(Predicate.not(NvmlMeter::hasFailed));
      String what =
          "other GPUs cannot be looked for"
              + (anyAnswers ? ", those that are metered are read on: " : ": ")
              + why;
      return new Discovery(last.meters(), last.cudaOrder(), Optional.of(what), false);
    }
    close();
    return new Discovery(List.copyOf(meters.values()), false, Optional.of(why), false);
  }

  /** Ends the session with the driver; {@link #look} begins another. */
  void close() {
    Nvml open = nvml;
    nvml = null;
    if (open != null) {
      open.close();
    }
  }

  private Discovery find(Nvml session) throws NvmlException {
    VisibleGpus.Found found = VisibleGpus.find(session, environment, configured);
    List<Gpu> unable = new ArrayList<>();
    retireReplaced(found.gpus());
    for (Gpu gpu : found.gpus()) {
      if (!take(session, gpu)) {
        unable.add(gpu);
      }
    }
    boolean settled =
        found.complete()
            && unable.stream().allMatch(NvmlMeter::willNeverBeMetered)
            && meters.values().stream().noneMatch(NvmlMeter::mayRise);
    if (meters.isEmpty() && settled) {
      close();
    }
    boolean cudaOrder = found.cudaOrder() && unable.isEmpty();
    if (cudaOrder && ordinals.isEmpty()) {
      ordinals = found.gpus().stream().map(Gpu::uuid).toList();
    }
    return new Discovery(inOrder(found.gpus()), cudaOrder, problem(found, unable), settled);
  }

  // A new UUID at the address of another GPU: the old one's handle would read the new one's
  // counter.
  private void retireReplaced(List<Gpu> gpus) {
    Set<String> uuids = gpus.stream().map(Gpu::uuid).collect(Collectors.toSet());
    for (Gpu gpu : gpus) {
      Optional<String> address = meters.containsKey(gpu.uuid()) ? Optional.empty() : gpu.pciBusId();
      meters.forEach(
          (uuid, meter) -> {
            if (address.isPresent() && !uuids.contains(uuid) && meter.pciBusId().equals(address)) {
              meter.lose(System.nanoTime());
            }
          });
    }
  }

  @Override
  public OptionalLong answeredAt() {
    Nvml session = nvml;
    return session == null ? OptionalLong.empty() : OptionalLong.of(session.answeredAt());
  }

  private boolean take(Nvml session, Gpu gpu) {
    NvmlMeter known = meters.get(gpu.uuid());
    if (known != null) {
      known.found(session, gpu);
      return true;
    }
    if (!NvmlMeter.canMeter(gpu)) {
      return false;
    }
    meters.put(gpu.uuid(), new NvmlMeter(session, gpu));
    return true;
  }

  // A device that was metered once stays in the books, also while it cannot be seen.
  private List<Meter> inOrder(List<Gpu> gpus) {
    List<Meter> ordered = new ArrayList<>();
    ordinals.stream().map(meters::get).filter(m -> m != null).forEach(ordered::add);
    gpus.stream()
        .map(gpu -> meters.get(gpu.uuid()))
        .filter(m -> m != null && !ordered.contains(m))
        .forEach(ordered::add);
    meters.values().stream().filter(Predicate.not(ordered::contains)).forEach(ordered::add);
    return ordered;
  }

  private Optional<String> problem(VisibleGpus.Found found, List<Gpu> unable) {
    List<String> lines = new ArrayList<>(found.remarks());
    if (found.gpus().isEmpty() && lines.isEmpty()) {
      lines.add("NVML shows this process no GPU");
    }
    if (!unable.isEmpty()) {
      lines.add(unable + " answered neither for an energy counter nor for instant power");
    }
    return lines.isEmpty() ? Optional.empty() : Optional.of(String.join("; ", lines));
  }
}
