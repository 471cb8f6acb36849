package io.joulebook.agent.power;

import io.joulebook.agent.config.Keys;
import io.joulebook.agent.config.Settings;
import io.joulebook.agent.config.SourceName;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The power sources that the configuration asks for, each once. None is opened here: that is for
 * the meter's thread.
 *
 * <p>{@code auto} takes NVML if it can meter a GPU, else nothing: it never simulates, for a joule
 * that nobody asked to be invented must not be.
 */
public final class PowerSources {
  private final List<NamedSource> sources = new ArrayList<>();
  private final List<String> remarks = new ArrayList<>();
  private Optional<SimulatedGpu> simulated = Optional.empty();

  /**
   * A source.
   *
   * @param name its name in {@code power.source}
   */
  public record NamedSource(SourceName name, PowerSource source) {}

  private PowerSources() {}

  /** Those that the configuration asks for. */
  public static PowerSources of(Settings settings, Map<String, String> environment) {
    return of(settings.require(Keys.POWER_SOURCE), settings, environment);
  }

  /** These, whatever the configuration asks for. */
  public static PowerSources of(
      List<SourceName> names, Settings settings, Map<String, String> environment) {
    PowerSources chosen = new PowerSources();
    names.stream().distinct().forEach(name -> chosen.add(name, settings, environment));
    return chosen;
  }

  private void add(SourceName name, Settings settings, Map<String, String> environment) {
    switch (name) {
      case AUTO, NVML -> nvml(name, settings, environment);
      case SIMULATED -> simulate();
      case NONE -> {}
      default ->
          remarks.add("power.source=" + name.text() + " is not supported in this version: ignored");
    }
  }

  // What auto stands for is not asked for twice.
  private void nvml(SourceName name, Settings settings, Map<String, String> environment) {
    if (sources.stream().noneMatch(s -> s.source() instanceof NvmlSource)) {
      sources.add(
          new NamedSource(
              name,
              new NvmlSource(
                  settings.require(Keys.NVML_LIBRARY),
                  settings.get(Keys.NVML_DEVICES),
                  environment,
                  settings.get(Keys.NATIVE_DIR))));
    }
  }

  private void simulate() {
    SimulatedGpu gpu = new SimulatedGpu(System.nanoTime());
    simulated = Optional.of(gpu);
    PowerSource.Discovery found =
        new PowerSource.Discovery(List.of(gpu), true, Optional.empty(), true);
    sources.add(new NamedSource(SourceName.SIMULATED, () -> found));
  }

  /** The sources, in the order in which they were asked for. */
  public List<NamedSource> all() {
    return List.copyOf(sources);
  }

  /** The simulated GPU, which must be told of the calls in flight. */
  public Optional<SimulatedGpu> simulated() {
    return simulated;
  }

  /** What cannot be had whatever the host has, one line each. */
  public List<String> remarks() {
    return List.copyOf(remarks);
  }
}
