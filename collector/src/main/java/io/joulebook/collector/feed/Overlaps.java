package io.joulebook.collector.feed;

import io.joulebook.collector.grid.IntensityRecord;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Finds the records of one answer that contradict each other. */
final class Overlaps {
  private static final Comparator<IntensityRecord> IN_TIME =
      Comparator.comparing(IntensityRecord::from).thenComparing(IntensityRecord::to);

  private Overlaps() {}

  /** The records, in time, each once, without all those that overlap another. */
  static List<IntensityRecord> without(List<IntensityRecord> records) {
    List<IntensityRecord> sorted = distinct(records);
    List<IntensityRecord> apart = new ArrayList<>();
    Instant reached = Instant.MIN;
    for (int i = 0; i < sorted.size(); i++) {
      IntensityRecord record = sorted.get(i);
      Instant next = i + 1 < sorted.size() ? sorted.get(i + 1).from() : Instant.MAX;
      if (!reached.isAfter(record.from()) && !next.isBefore(record.to())) {
        apart.add(record);
      }
      reached = reached.isAfter(record.to()) ? reached : record.to();
    }
    return apart;
  }

  /** The records, in time, those that say the same of the same interval once. */
  static List<IntensityRecord> distinct(List<IntensityRecord> records) {
    Map<List<Object>, IntensityRecord> byWhatTheySay = new LinkedHashMap<>();
    for (IntensityRecord record : records) {
      byWhatTheySay.putIfAbsent(
          List.of(record.from(), record.to(), record.kind(), record.intensity()), record);
    }
    return byWhatTheySay.values().stream().sorted(IN_TIME).toList();
  }
}
