package io.joulebook.agent.runtime;

import io.joulebook.agent.power.Meter;
import io.joulebook.agent.power.Sampler;
import io.joulebook.collector.Source;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** The one line at the start: what is metered, and where the figures are. */
final class StartMessage {
  private StartMessage() {}

  static String of(Sampler.Metered metered, Map<String, Boolean> hooks, Optional<String> metrics) {
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
