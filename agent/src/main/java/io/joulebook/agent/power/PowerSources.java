package io.joulebook.agent.power;

import io.joulebook.agent.config.Keys;
import io.joulebook.agent.config.Settings;
import io.joulebook.agent.config.SourceName;
import io.joulebook.nvml.Gpu;
import io.joulebook.nvml.Nvml;
import io.joulebook.nvml.NvmlException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The meters in force, chosen once.
 *
 * <p>{@code auto} takes NVML if it can meter a GPU, else nothing: it never simulates, for a joule
 * that nobody asked to be invented must not be.
 */
public final class PowerSources {
  private final List<Meter> meters = new ArrayList<>();
  private final List<String> remarks = new ArrayList<>();
  private boolean cudaOrderKnown = true;
  private Optional<SimulatedGpu> simulated = Optional.empty();

  private PowerSources() {}

  /** Opens what the configuration asks for; never fails, but says what it could not do. */
  public static PowerSources open(Settings settings, Map<String, String> environment) {
    return open(settings.require(Keys.POWER_SOURCE), settings, environment);
  }

  /** Opens these sources, whatever the configuration asks for. */
  public static PowerSources open(
      List<SourceName> names, Settings settings, Map<String, String> environment) {
    PowerSources sources = new PowerSources();
    names.forEach(name -> sources.add(name, settings, environment));
    return sources;
  }

  private void add(SourceName name, Settings settings, Map<String, String> environment) {
    switch (name) {
      case AUTO -> auto(settings, environment);
      case NVML ->
          nvml(settings, environment).ifPresent(why -> remarks.add("power.source=nvml: " + why));
      case SIMULATED -> simulate();
      case NONE -> {}
      default ->
          remarks.add("power.source=" + name.text() + " is not supported in this version: ignored");
    }
  }

  private void auto(Settings settings, Map<String, String> environment) {
    Optional<String> whyNot = nvml(settings, environment);
    remarks.add(
        whyNot
            .map(
                why ->
                    "power.source=auto found nothing that meters energy: calls are counted, joules are"
                        + " absent ("
                        + why
                        + "); power.source=simulated shows what it would look like")
            .orElseGet(() -> "power.source=auto meters " + names()));
  }

  private String names() {
    return String.join(
        ", ", meters.stream().map(m -> m.name() + " (" + m.device().id() + ")").toList());
  }

  private void simulate() {
    SimulatedGpu gpu = new SimulatedGpu(System.nanoTime());
    simulated = Optional.of(gpu);
    meters.add(gpu);
  }

  /** Adds the GPUs that NVML can meter; if there are none, why. */
  private Optional<String> nvml(Settings settings, Map<String, String> environment) {
    try {
      JnaLibrary unpacked = JnaLibrary.unpack();
      try {
        return openNvml(settings, environment);
      } finally {
        unpacked.close();
      }
    } catch (NvmlException | IOException e) {
      return Optional.of(String.valueOf(e.getMessage()));
    } catch (LinkageError | RuntimeException e) {
      return Optional.of("NVML cannot be used: " + e);
    }
  }

  private Optional<String> openNvml(Settings settings, Map<String, String> environment)
      throws NvmlException {
    Nvml nvml = Nvml.open(settings.require(Keys.NVML_LIBRARY));
    VisibleGpus visible = new VisibleGpus(nvml, environment);
    List<Gpu> gpus = visible.find(settings.get(Keys.NVML_DEVICES));
    remarks.addAll(visible.remarks());
    cudaOrderKnown = settings.get(Keys.NVML_DEVICES).isEmpty() && visible.remarks().isEmpty();
    return meter(nvml, gpus);
  }

  private Optional<String> meter(Nvml nvml, List<Gpu> gpus) {
    List<Gpu> able = gpus.stream().filter(NvmlMeter::canMeter).toList();
    cudaOrderKnown &= able.size() == gpus.size();
    able.forEach(gpu -> meters.add(new NvmlMeter(nvml, gpu)));
    if (!able.isEmpty()) {
      return Optional.empty();
    }
    nvml.close();
    return Optional.of(
        gpus.isEmpty()
            ? "NVML shows this process no GPU"
            : "none of the GPUs has an energy counter or instant power: " + gpus);
  }

  /** The meters, GPUs in CUDA's order; empty if nothing is metered. */
  public List<Meter> meters() {
    return List.copyOf(meters);
  }

  /**
   * Whether the GPUs among the meters are all that CUDA sees, in its order, so that CUDA's ordinals
   * tell which is which.
   */
  public boolean cudaOrderKnown() {
    return cudaOrderKnown;
  }

  /** The simulated GPU, which must be told of the calls in flight. */
  public Optional<SimulatedGpu> simulated() {
    return simulated;
  }

  /** What people should know of the choice, one line each. */
  public List<String> remarks() {
    return List.copyOf(remarks);
  }
}
