package io.joulebook.agent.runtime;

import io.joulebook.agent.power.Meter;
import io.joulebook.agent.power.Sampler;
import io.joulebook.collector.Source;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The one line at the start: what is metered, and where the figures are. Used by the ledger's
 * thread only.
 */
final class StartMessage {
  /** Read by the root tier, for {@code attach}. */
  private static final String STATE = "joulebook.agent.state";

  /** What the state begins with if an earlier core has failed: then people were told so. */
  private static final String STOPPED = "stopped: ";

  /** An endpoint with TLS waits for the host's logging; it is waited for so much longer. */
  private static final long ENDPOINT_NANOS = Duration.ofSeconds(12).toNanos();

  private final boolean quiet;
  private final long sourcesUntil;
  private boolean said;
  private boolean saidInHostRegistry;

  /**
   * Not said yet.
   *
   * @param quiet whether it is for {@code attach} alone
   * @param sourcesUntil how long the power sources' first answer is waited for, by {@link
   *     System#nanoTime}
   */
  StartMessage(boolean quiet, long sourcesUntil) {
    this.quiet = quiet;
    this.sourcesUntil = sourcesUntil;
  }

  /** Says it, once, when it is known what is metered and whether metrics are served. */
  void sayOnce(
      long now, Sampler.Metered metered, Map<String, Boolean> hooks, CollectorRuntime serving) {
    boolean known = metered.looked() || now - sourcesUntil > 0;
    boolean decided = serving.isDecided() || now - sourcesUntil > ENDPOINT_NANOS;
    if (said) {
      sayInHostRegistry(serving);
    }
    if (said || !known || !decided) {
      return;
    }
    saidInHostRegistry = serving.isInHostRegistry();
    String line =
        of(metered, hooks, serving.url())
            + (saidInHostRegistry ? "; they are " + inHostRegistry(serving) : "");
    if (!quiet || System.getProperty(STATE, "").startsWith(STOPPED)) {
      Console.say(line);
    }
    System.setProperty(STATE, line);
    said = true;
  }

  // The application may set its registry up later than it loads a model.
  private void sayInHostRegistry(CollectorRuntime serving) {
    if (!saidInHostRegistry && serving.isInHostRegistry()) {
      saidInHostRegistry = true;
      if (!quiet) {
        Console.say("metrics are " + inHostRegistry(serving));
      }
    }
  }

  private static String inHostRegistry(CollectorRuntime serving) {
    return serving.url().isEmpty()
        ? "in the application's own Micrometer registry"
        : "in the application's own Micrometer registry too: the same joules, so add up one exporter";
  }

  private static String of(
      Sampler.Metered metered, Map<String, Boolean> hooks, Optional<String> metrics) {
    return "Joulebook "
        + Version.TEXT
        + " counts calls of "
        + names(hooks)
        + " and "
        + devices(metered.meters())
        + "; "
        + metrics.map(url -> "metrics on " + url).orElse("metrics are not served");
  }

  private static String names(Map<String, Boolean> hooks) {
    List<String> woven =
        hooks.entrySet().stream()
            .filter(Map.Entry::getValue)
            .map(Map.Entry::getKey)
            .sorted()
            .toList();
    return woven.isEmpty() ? "no library yet" : String.join(", ", woven);
  }

  private static String devices(List<Meter> meters) {
    return meters.isEmpty()
        ? "meters no energy"
        : "meters " + meters.stream().map(StartMessage::device).collect(Collectors.joining(", "));
  }

  private static String device(Meter meter) {
    return meter.device().source() == Source.SIMULATED
        ? "a simulated GPU (its joules are invented)"
        : meter.name() + " (" + meter.device().id() + ")";
  }
}
