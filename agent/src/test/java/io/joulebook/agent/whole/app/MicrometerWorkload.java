package io.joulebook.agent.whole.app;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Metrics;
import io.micrometer.core.instrument.config.MeterFilter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

/** A host with Micrometer that does as it is told, line by line. */
public final class MicrometerWorkload {
  private static final String METRICS = "io.micrometer.core.instrument.Metrics";

  private final Ranker ranker = new Ranker();

  private MicrometerWorkload() {}

  public static void main(String[] args) throws Exception {
    MicrometerWorkload workload = new MicrometerWorkload();
    BufferedReader commands =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    System.out.println("ready");
    for (String line = commands.readLine(); line != null; line = commands.readLine()) {
      System.out.println("done " + line + ": " + workload.obey(line.split(" ", -1)));
    }
  }

  private String obey(String... words) throws Exception {
    switch (words[0]) {
      case "score" -> score(Integer.parseInt(words[1]));
      case "load" -> Class.forName(METRICS, false, MicrometerWorkload.class.getClassLoader());
      case "add" -> Registries.add(new SimpleMeterRegistry());
      case "hostile" -> Registries.add(new Hostile());
      case "hang" -> Registries.add(new Hanging());
      case "remove" -> Registries.removeAll();
      case "clear" -> Metrics.globalRegistry.clear();
      case "close" -> Metrics.globalRegistry.close();
      case "deny" ->
          Metrics.globalRegistry
              .config()
              .meterFilter(MeterFilter.denyNameStartsWith("joulebook.budget"));
      case "shown" -> {
        return Registries.shown();
      }
      default -> throw new IllegalArgumentException(words[0]);
    }
    return "ok";
  }

  private void score(int times) {
    for (int i = 0; i < times; i++) {
      ranker.score(2);
    }
  }

  /** Apart, so that Micrometer is loaded when it is used first. */
  private static final class Registries {
    static void add(MeterRegistry registry) {
      Metrics.addRegistry(registry);
    }

    static void removeAll() {
      for (MeterRegistry registry : Metrics.globalRegistry.getRegistries()) {
        Metrics.removeRegistry(registry);
      }
    }

    /** All of Joulebook's meters in all registries, as the text of a scrape has them. */
    static String shown() {
      return Metrics.globalRegistry.getRegistries().stream()
          .filter(SimpleMeterRegistry.class::isInstance)
          .flatMap(registry -> registry.getMeters().stream())
          .filter(meter -> meter.getId().getName().startsWith("joulebook."))
          .map(Registries::shown)
          .sorted()
          .collect(Collectors.joining("|"));
    }

    private static String shown(Meter meter) {
      String unit = meter.getId().getBaseUnit();
      String tags =
          meter.getId().getTags().stream()
              .map(tag -> tag.getKey() + "=\"" + tag.getValue() + "\"")
              .collect(Collectors.joining(","));
      return meter.getId().getName().replace('.', '_')
          + (unit == null ? "" : "_" + unit)
          + (meter instanceof FunctionCounter ? "_total" : "")
          + (tags.isEmpty() ? "" : "{" + tags + "}")
          + String.format(Locale.ROOT, " %s", meter.measure().iterator().next().getValue());
    }
  }

  /** Throws whatever it is asked for. */
  private static final class Hostile extends SimpleMeterRegistry {
    @Override
    protected <T> FunctionCounter newFunctionCounter(
        Meter.Id id, T object, ToDoubleFunction<T> function) {
      throw new IllegalStateException("hostile");
    }
  }

  /** Never answers. */
  private static final class Hanging extends SimpleMeterRegistry {
    @Override
    protected <T> FunctionCounter newFunctionCounter(
        Meter.Id id, T object, ToDoubleFunction<T> function) {
      while (true) {
        java.util.concurrent.locks.LockSupport.park();
      }
    }
  }
}
