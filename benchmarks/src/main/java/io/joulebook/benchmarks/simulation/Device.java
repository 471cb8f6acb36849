package io.joulebook.benchmarks.simulation;

/**
 * How a device's power follows from what is at work on it.
 *
 * @param baseWatts what it draws at the begin with nothing at work
 * @param driftWatts by how much that has grown after {@code driftSeconds}; it stays there
 * @param driftSeconds how long that takes
 * @param capWatts the most that it draws; work gets its part of what is left
 * @param saturates whether each further call adds 45 % less than the one before
 */
record Device(
    double baseWatts, double driftWatts, double driftSeconds, double capWatts, boolean saturates) {
  static final Device H100 = new Device(110, 0, 1, Double.POSITIVE_INFINITY, false);

  private static final double MOST_WATTS = 350;
  private static final double LEFT_BY_EACH = 0.55;

  Device saturating() {
    return new Device(baseWatts, driftWatts, driftSeconds, capWatts, true);
  }

  Device base(double watts) {
    return new Device(watts, driftWatts, driftSeconds, capWatts, saturates);
  }

  Device drift(double watts, double seconds) {
    return new Device(baseWatts, watts, seconds, capWatts, saturates);
  }

  Device cap(double watts) {
    return new Device(baseWatts, driftWatts, driftSeconds, watts, saturates);
  }

  double baseAt(double seconds) {
    double part = Math.max(0, Math.min(1, (seconds - Traffic.LEAD_IN) / driftSeconds));
    return baseWatts + driftWatts * part;
  }

  /** What work draws above base power: it asks for so much, by so many calls. */
  double active(double asked, int atWork, double base) {
    double drawn = saturates ? MOST_WATTS * (1 - Math.pow(LEFT_BY_EACH, atWork)) : asked;
    return Math.min(drawn, Math.max(0, capWatts - base));
  }

  boolean isCapped(double asked, double base) {
    return asked > capWatts - base;
  }
}
