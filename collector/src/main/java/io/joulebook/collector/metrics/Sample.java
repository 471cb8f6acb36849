package io.joulebook.collector.metrics;

import java.util.List;

/**
 * The value of one counter or gauge series, in JDK types, for those who show it elsewhere.
 *
 * @param name the name as {@code /metrics} has it, {@code _total} included
 * @param help what it means
 * @param unit the unit, which the name ends with; empty if there is none
 * @param counter whether it is a counter, else it is a gauge
 * @param labels names and values in turn
 * @param value the value, the same number that {@code /metrics} shows
 */
public record Sample(
    String name, String help, String unit, boolean counter, List<String> labels, double value) {
  public Sample {
    labels = List.copyOf(labels);
  }
}
