package io.joulebook.collector.feed;

import io.joulebook.collector.grid.IntensityRecord;
import java.util.List;
import java.util.Map;

/**
 * What of an answer was taken.
 *
 * @param records the records made of it
 * @param rejected how many readings were not taken, by reason
 */
public record CheckedReadings(List<IntensityRecord> records, Map<Rejection, Integer> rejected) {
  public CheckedReadings {
    records = List.copyOf(records);
    rejected = Map.copyOf(rejected);
  }
}
