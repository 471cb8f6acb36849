package io.joulebook.collector.feed;

import io.joulebook.collector.grid.IntensityRecord;
import io.joulebook.collector.grid.RecordKind;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Finds the records of one answer that contradict each other. */
final class Overlaps {
  private static final Comparator<IntensityRecord> IN_TIME =
      Comparator.comparing(IntensityRecord::from).thenComparing(IntensityRecord::to);

  private Overlaps() {}

  /**
   * The records, in time, each once, without all those that overlap another of their kind. What was
   * measured stands above an estimate of the same time, and both above a forecast.
   */
  static List<IntensityRecord> without(List<IntensityRecord> records) {
    List<IntensityRecord> apart = new ArrayList<>();
    distinct(records).stream()
        .collect(Collectors.groupingBy(IntensityRecord::kind))
        .values()
        .forEach(alike -> apart.addAll(apart(alike)));
    apart.sort(IN_TIME);
    return apart;
  }

  private static List<IntensityRecord> apart(List<IntensityRecord> sorted) {
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

  /**
   * The records, in time, those that say the same of the same interval once, and without those of
   * whose time a better kind speaks.
   */
  static List<IntensityRecord> distinct(List<IntensityRecord> records) {
    List<IntensityRecord> best = new ArrayList<>();
    TreeMap<Instant, Instant> told = new TreeMap<>();
    for (RecordKind kind : List.of(RecordKind.ACTUAL, RecordKind.ESTIMATED, RecordKind.FORECAST)) {
      List<IntensityRecord> untold =
          once(records).stream()
              .filter(record -> record.kind() == kind && !isTold(record, told))
              .toList();
      best.addAll(untold);
      untold.forEach(record -> tell(record, told));
    }
    best.sort(IN_TIME);
    return best;
  }

  private static boolean isTold(IntensityRecord record, NavigableMap<Instant, Instant> told) {
    Map.Entry<Instant, Instant> before = told.lowerEntry(record.to());
    return before != null && before.getValue().isAfter(record.from());
  }

  /** Adds a record's time to the times told of, which never overlap each other. */
  private static void tell(IntensityRecord record, NavigableMap<Instant, Instant> told) {
    Instant from = record.from();
    Instant to = record.to();
    Map.Entry<Instant, Instant> before = told.lowerEntry(to);
    while (before != null && !before.getValue().isBefore(from)) {
      from = before.getKey().isBefore(from) ? before.getKey() : from;
      to = before.getValue().isAfter(to) ? before.getValue() : to;
      told.remove(before.getKey());
      before = told.lowerEntry(to);
    }
    told.put(from, to);
  }

  private static List<IntensityRecord> once(List<IntensityRecord> records) {
    Map<List<Object>, IntensityRecord> byWhatTheySay = new LinkedHashMap<>();
    for (IntensityRecord record : records) {
      byWhatTheySay.putIfAbsent(
          List.of(record.from(), record.to(), record.kind(), record.intensity()), record);
    }
    return List.copyOf(byWhatTheySay.values());
  }
}
