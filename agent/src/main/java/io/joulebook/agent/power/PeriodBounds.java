package io.joulebook.agent.power;

/**
 * Between what bounds a counter's period lies. Two ticks that are {@code n} apart, each known to
 * lie within a span, bound it; the further apart, the tighter. It may drift slowly, so the bounds
 * widen by themselves and are narrowed again by each tick.
 */
final class PeriodBounds {
  /** How far off, as a part of it, a period may be to begin with. */
  static final double FIRST_UNCERTAINTY = 0.1;

  private static final int KEPT = 64;
  private static final double UNCERTAINTY_AFTER_LOSS = 0.02;
  private static final double DRIFT_PER_TICK = 1e-5;

  private final TimeBounds[] spans = new TimeBounds[KEPT];
  private final long[] indexes = new long[KEPT];
  private int kept;
  private int next;
  private double shortest;
  private double longest;

  boolean known() {
    return longest > 0;
  }

  void forget() {
    shortest = 0;
    longest = 0;
    kept = 0;
  }

  void begin(double period) {
    around(period, FIRST_UNCERTAINTY * period);
  }

  /** The ticks are numbered anew: what is known of the period stays, with no less uncertainty. */
  void renumber() {
    double half = (longest - shortest) / 2;
    around(middle(), Math.max(half, UNCERTAINTY_AFTER_LOSS * middle()));
  }

  private void around(double period, double half) {
    kept = 0;
    next = 0;
    shortest = period - half;
    longest = period + half;
  }

  double shortest() {
    return shortest;
  }

  double longest() {
    return longest;
  }

  double middle() {
    return shortest + (longest - shortest) / 2;
  }

  /**
   * Takes a tick; steps that are off by chance add up as a root.
   *
   * @param jitter by how much a single step may be off the period
   * @return whether any period fits; if not, nothing is taken
   */
  boolean take(long index, TimeBounds tick, double jitter) {
    double atLeast = shortest * (1 - DRIFT_PER_TICK);
    double atMost = longest * (1 + DRIFT_PER_TICK);
    for (int i = 0; i < kept; i++) {
      long steps = index - indexes[i];
      double slack = jitter * Math.sqrt((double) steps);
      atLeast = Math.max(atLeast, (tick.from() - spans[i].to() - slack) / steps);
      atMost = Math.min(atMost, (tick.to() - spans[i].from() + slack) / steps);
    }
    if (atLeast > atMost) {
      return false;
    }
    shortest = atLeast;
    longest = atMost;
    remember(index, tick);
    return true;
  }

  private void remember(long index, TimeBounds tick) {
    spans[next] = tick;
    indexes[next] = index;
    next = (next + 1) % KEPT;
    kept = Math.min(kept + 1, KEPT);
  }
}
