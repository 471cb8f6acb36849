package io.joulebook.agent.ledger;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The plain way to share an interval's energy, written without running totals: go through all calls
 * at each edge. Energy of time without a call is left out in proportion to time.
 */
final class ExactShares {
  private final Map<Long, Stretch> open = new LinkedHashMap<>();
  private final List<Stretch> inInterval = new ArrayList<>();
  private final Map<Long, Double> energies = new LinkedHashMap<>();
  private long lastEdge;

  private static final class Stretch {
    final long call;
    final long weight;
    final long from;
    long to = Long.MAX_VALUE;

    Stretch(long call, long weight, long from) {
      this.call = call;
      this.weight = weight;
      this.from = from;
    }

    double weightTime(long from, long to) {
      return (double) weight * Math.max(0, Math.min(to, this.to) - Math.max(from, this.from));
    }
  }

  boolean begin(long call, long at, long weight) {
    if (energies.containsKey(call)) {
      return false;
    }
    Stretch stretch = new Stretch(call, weight, at);
    open.put(call, stretch);
    inInterval.add(stretch);
    energies.put(call, 0.0);
    return true;
  }

  boolean isOpen(long call) {
    return open.containsKey(call);
  }

  Set<Long> open() {
    return open.keySet();
  }

  void end(long call, long at) {
    open.remove(call).to = at;
  }

  void edge(long at, long micros) {
    double all = inInterval.stream().mapToDouble(s -> s.weightTime(lastEdge, at)).sum();
    double busy = micros * busyPart(at);
    for (Stretch stretch : inInterval) {
      double share = all == 0 ? 0 : busy * stretch.weightTime(lastEdge, at) / all;
      energies.merge(stretch.call, share, Double::sum);
    }
    inInterval.removeIf(stretch -> stretch.to <= at);
    lastEdge = at;
  }

  private double busyPart(long at) {
    List<Stretch> sorted =
        inInterval.stream().sorted((a, b) -> Long.compare(a.from, b.from)).toList();
    long busy = 0;
    long until = lastEdge;
    for (Stretch stretch : sorted) {
      long from = Math.max(until, stretch.from);
      long to = Math.min(at, stretch.to);
      busy += Math.max(0, to - from);
      until = Math.max(until, to);
    }
    return (double) busy / (at - lastEdge);
  }

  Map<Long, Double> energies() {
    return energies;
  }
}
