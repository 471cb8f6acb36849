package io.joulebook.collector.report;

import io.joulebook.collector.ConfiguredPath;
import io.joulebook.collector.feed.vendor.Feeds;
import io.joulebook.collector.feed.vendor.GridSettings;
import io.joulebook.collector.grid.EmissionMethod;
import io.joulebook.collector.grid.FeedName;
import io.joulebook.collector.grid.Zone;
import io.joulebook.collector.history.Entry;
import io.joulebook.collector.history.HistoryReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** Reads the prices of a period from a history. */
final class PriceReader {
  private static final Duration LONGEST = Duration.ofDays(3_653);

  private final GridSettings settings;
  private final Path folder;
  private final Instant since;

  private PriceReader(GridSettings settings, Path folder, Instant since) {
    this.settings = settings;
    this.folder = folder;
    this.since = since;
  }

  /**
   * What was read.
   *
   * @param prices the prices
   * @param damaged lines that could not be read, by reason
   */
  record Read(PastPrices prices, Map<String, Long> damaged) {}

  static Read read(
      GridSettings settings,
      Optional<Instant> first,
      Optional<Instant> last,
      Optional<Instant> asOf)
      throws ReportException {
    if (PastPrices.live(settings).isEmpty() || first.isEmpty() || last.isEmpty()) {
      return new Read(PastPrices.timeless(settings), Map.of());
    }
    if (Duration.between(first.get(), last.get()).compareTo(LONGEST) > 0) {
      throw new ReportException(
          String.format(
              "the entries run from %s to %s: a report is of at most 10 years; set --from and --to",
              first.get(), last.get()));
    }
    PriceReader reader =
        new PriceReader(settings, folder(settings), first.get().minus(PastPrices.BEFORE));
    return reader.read(first.get(), last.get(), asOf);
  }

  private static Path folder(GridSettings settings) throws ReportException {
    Path folder =
        settings
            .history()
            .map(ConfiguredPath::path)
            .orElseThrow(
                () ->
                    new ReportException(
                        "grid.history is unset: the prices of live feeds ("
                            + PastPrices.live(settings)
                            + ") are in it; name the folder that the agent wrote to"));
    if (!Files.isDirectory(folder)) {
      throw new ReportException("grid.history: '" + folder + "' is no folder that can be read");
    }
    return folder;
  }

  private Read read(Instant first, Instant last, Optional<Instant> asOf) throws ReportException {
    try {
      PastPrices prices = PastPrices.live(settings, method(asOf), first, last, asOf);
      return new Read(prices, HistoryReader.read(folder, since, prices::take));
    } catch (IOException e) {
      throw new ReportException("grid.history: '" + folder + "' cannot be read (" + e + ")");
    }
  }

  /**
   * The method of the first live feed of which the history has lines: the configured one if they
   * have it, else theirs. Whoever has no longer the key of a feed can still report what it said.
   */
  private EmissionMethod method(Optional<Instant> asOf) throws IOException {
    List<FeedName> live = PastPrices.live(settings);
    Map<FeedName, EmissionMethod> configured = Feeds.methods(live, settings.options());
    Map<FeedName, Set<EmissionMethod>> seen =
        seen(settings.zone().orElseThrow(), asOf.orElse(Instant.MAX));
    for (FeedName name : live) {
      Set<EmissionMethod> methods = seen.getOrDefault(name, Set.of());
      if (!methods.isEmpty()) {
        return Optional.ofNullable(configured.get(name))
            .filter(methods::contains)
            .orElseGet(() -> methods.iterator().next());
      }
    }
    return configured.getOrDefault(live.get(0), EmissionMethod.AVERAGE_LIFECYCLE);
  }

  private Map<FeedName, Set<EmissionMethod>> seen(Zone zone, Instant asOf) throws IOException {
    Map<FeedName, Set<EmissionMethod>> seen = new TreeMap<>();
    HistoryReader.read(
        folder,
        since,
        entry -> {
          if (entry instanceof Entry.Known known
              && known.record().zone().equals(zone)
              && !known.knownAt().isAfter(asOf)) {
            seen.computeIfAbsent(known.record().feed(), feed -> new LinkedHashSet<>())
                .add(known.record().method());
          }
        });
    return seen;
  }
}
