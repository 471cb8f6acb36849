package io.joulebook.benchmarks.device;

import io.joulebook.agent.power.PowerEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/** The energy that edges tell, as a line through them. */
final class EnergyCurve {
  private final List<Long> times = new ArrayList<>();
  private final List<Double> joules = new ArrayList<>();

  /** The latest run of edges that no reset or failure breaks. */
  static EnergyCurve of(List<PowerEvent> events) {
    EnergyCurve curve = new EnergyCurve();
    for (PowerEvent event : events) {
      if (event instanceof PowerEvent.Opened opened) {
        curve.times.clear();
        curve.joules.clear();
        curve.add(opened.at(), 0);
      } else if (event instanceof PowerEvent.Changed changed) {
        curve.add(changed.edge().time(), curve.last() + changed.edge().micros() / 1e6);
      }
    }
    return curve;
  }

  private void add(long time, double energy) {
    times.add(time);
    joules.add(energy);
  }

  private double last() {
    return joules.isEmpty() ? 0 : joules.get(joules.size() - 1);
  }

  /** The time of the latest edge. */
  OptionalLong end() {
    return times.isEmpty() ? OptionalLong.empty() : OptionalLong.of(times.get(times.size() - 1));
  }

  /** The first edge that is not before a time. */
  OptionalLong firstFrom(long time) {
    return times.stream().mapToLong(Long::longValue).filter(t -> t >= time).findFirst();
  }

  /** The last edge that is not after a time. */
  OptionalLong lastUntil(long time) {
    return times.stream().mapToLong(Long::longValue).filter(t -> t <= time).max();
  }

  /** The mean power between the outermost edges within a time, in watts. */
  OptionalDouble watts(long from, long to) {
    OptionalLong first = firstFrom(from);
    OptionalLong last = lastUntil(to);
    if (first.isEmpty() || last.isEmpty() || last.getAsLong() <= first.getAsLong()) {
      return OptionalDouble.empty();
    }
    double seconds = (last.getAsLong() - first.getAsLong()) / 1e9;
    return OptionalDouble.of((at(last.getAsLong()) - at(first.getAsLong())) / seconds);
  }

  /** Whether it tells all of a time. */
  boolean covers(long from, long to) {
    return !times.isEmpty() && times.get(0) <= from && times.get(times.size() - 1) >= to;
  }

  /** The energy up to a time that it covers, in joules. */
  double at(long time) {
    int after = 0;
    while (after < times.size() - 1 && times.get(after) < time) {
      after++;
    }
    int before = Math.max(0, after - 1);
    long span = times.get(after) - times.get(before);
    double part = span == 0 ? 1 : (time - times.get(before)) / (double) span;
    return joules.get(before) + part * (joules.get(after) - joules.get(before));
  }
}
