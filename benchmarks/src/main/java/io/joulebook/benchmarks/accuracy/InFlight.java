package io.joulebook.benchmarks.accuracy;

import java.util.EnumMap;
import java.util.Map;

/** How many calls of each model are in flight on a GPU. */
final class InFlight {
  private final Map<Model, Integer> calls = new EnumMap<>(Model.class);
  private int all;

  void take(Model model, boolean begins) {
    int more = begins ? 1 : -1;
    calls.merge(model, more, Integer::sum);
    all += more;
  }

  int of(Model model) {
    return calls.getOrDefault(model, 0);
  }

  int all() {
    return all;
  }
}
