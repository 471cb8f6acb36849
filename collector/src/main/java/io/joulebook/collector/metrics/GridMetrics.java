package io.joulebook.collector.metrics;

import io.joulebook.collector.feed.FeedStatus;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/** How the live feeds are doing, as metrics. */
final class GridMetrics {
  private static final long NANOS = 1_000_000_000L;

  private GridMetrics() {}

  static void write(GridStatus status, SnapshotBuilder sheet) {
    status.feeds().forEach(feed -> write(status.zone(), feed, sheet));
    sheet.put(
        CarbonCatalogue.HISTORY_ON_DISK,
        CarbonCatalogue.HISTORY_ON_DISK.label(),
        status.historyOnDisk() ? 1 : 0);
    status
        .historyErrors()
        .forEach((reason, count) -> put(sheet, CarbonCatalogue.HISTORY_ERRORS, count, reason));
  }

  private static void write(String zone, FeedStatus feed, SnapshotBuilder sheet) {
    String name = feed.name().toString();
    putTime(sheet, CarbonCatalogue.GRID_INTERVAL_END, zone, name, feed.newestEnd());
    putTime(sheet, CarbonCatalogue.FEED_LAST_SUCCESS, zone, name, feed.lastSuccess());
    putEach(sheet, CarbonCatalogue.FEED_REQUESTS, name, feed.requests());
    putEach(sheet, CarbonCatalogue.FEED_REJECTED, name, feed.rejected());
    put(sheet, CarbonCatalogue.FEED_PAUSED, feed.paused() ? 1 : 0, name);
  }

  private static void putTime(
      SnapshotBuilder sheet, Metric metric, String zone, String feed, Optional<Instant> time) {
    time.ifPresent(at -> put(sheet, metric, at.getEpochSecond() * NANOS, zone, feed));
  }

  private static void putEach(
      SnapshotBuilder sheet, Metric metric, String feed, Map<String, Long> counts) {
    counts.forEach((label, count) -> put(sheet, metric, count, feed, label));
  }

  private static void put(SnapshotBuilder sheet, Metric metric, long kept, String... labels) {
    sheet.put(metric, metric.label(labels), kept);
  }
}
