package io.joulebook.collector.metrics;

import io.joulebook.collector.feed.FeedStatus;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/** How the live feeds are doing, as metrics. */
final class GridMetrics {
  private static final long NANOS = 1_000_000_000L;

  private GridMetrics() {}

  static void write(GridStatus status, SnapshotBuilder snapshots) {
    status.feeds().forEach(feed -> write(status.zone(), feed, snapshots));
    snapshots.put(
        CarbonCatalogue.HISTORY_ON_DISK,
        CarbonCatalogue.HISTORY_ON_DISK.label(),
        status.historyOnDisk() ? 1 : 0);
    status
        .historyErrors()
        .forEach((reason, count) -> put(snapshots, CarbonCatalogue.HISTORY_ERRORS, count, reason));
  }

  private static void write(String zone, FeedStatus feed, SnapshotBuilder snapshots) {
    String name = feed.name().toString();
    putTime(snapshots, CarbonCatalogue.GRID_INTERVAL_END, zone, name, feed.newestEnd());
    putTime(snapshots, CarbonCatalogue.FEED_LAST_SUCCESS, zone, name, feed.lastSuccess());
    putEach(snapshots, CarbonCatalogue.FEED_REQUESTS, name, feed.requests());
    putEach(snapshots, CarbonCatalogue.FEED_REJECTED, name, feed.rejected());
    put(snapshots, CarbonCatalogue.FEED_PAUSED, feed.paused() ? 1 : 0, name);
  }

  private static void putTime(
      SnapshotBuilder snapshots, Metric metric, String zone, String feed, Optional<Instant> time) {
    time.ifPresent(at -> put(snapshots, metric, at.getEpochSecond() * NANOS, zone, feed));
  }

  private static void putEach(
      SnapshotBuilder snapshots, Metric metric, String feed, Map<String, Long> counts) {
    counts.forEach((label, count) -> put(snapshots, metric, count, feed, label));
  }

  private static void put(SnapshotBuilder snapshots, Metric metric, long kept, String... labels) {
    snapshots.put(metric, metric.label(labels), kept);
  }
}
