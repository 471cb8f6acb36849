package io.joulebook.agent.ledger;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What is thought of the power of classes, those that had to make place for others included: a
 * class that comes back, or a new size of a known model, need not be learned from nothing. Holds
 * the last {@value #AT_MOST}.
 */
final class RememberedPowers {
  private static final int AT_MOST = 1024;

  /** What was learned some time ago is known less well. */
  private static final double STALE = 2;

  private static final double LEAST_ERROR = 0.02;
  private static final double ERROR_OF_LINE = 0.5;

  private final Map<CallClass, Power> known = new LinkedHashMap<>();

  /**
   * The power of a call.
   *
   * @param watts what it draws
   * @param deviation the standard deviation of its error
   */
  record Power(double watts, double deviation) {}

  void remember(CallClass calls, Power power) {
    known.remove(calls);
    known.put(calls, power);
    if (known.size() > AT_MOST) {
      known.remove(known.keySet().iterator().next());
    }
  }

  /** What to begin a class with: what it was, or by the line through its model's other sizes. */
  Optional<Power> of(CallClass calls) {
    Power own = known.get(calls);
    if (own != null) {
      double deviation = Math.max(LEAST_ERROR * own.watts, STALE * own.deviation);
      return Optional.of(new Power(own.watts, deviation));
    }
    return line(calls);
  }

  private Optional<Power> line(CallClass calls) {
    SizeLine line = new SizeLine();
    boolean found = false;
    for (Map.Entry<CallClass, Power> each : known.entrySet()) {
      if (each.getKey().isOtherSizeOf(calls)) {
        double size = each.getKey().typicalSize();
        double far = CallClass.far(size, calls.typicalSize());
        line.add(size, each.getValue().watts, each.getValue().deviation, far);
        found = true;
      }
    }
    double guess = found ? line.at(calls.typicalSize()) : 0;
    return guess <= 0
        ? Optional.empty()
        : Optional.of(new Power(guess, Math.max(ERROR_OF_LINE * guess, line.meanWatts() / 2)));
  }
}
