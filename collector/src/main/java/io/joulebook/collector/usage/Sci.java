package io.joulebook.collector.usage;

/**
 * What a device's books add to a model's own figures for its Software Carbon Intensity. The
 * specification counts all energy of reserved hardware, so the idle and the unattributed part of a
 * device are spread over the calls on it, in proportion to their own; likewise its time.
 *
 * @param energy all energy of the device over that of calls; at least 1
 * @param embodied all embodied grams over those of calls; at least 1
 */
record Sci(double energy, double embodied) {
  /**
   * {@code (E x I) + M} of a model: its own grams with its part of what is no call's.
   *
   * @param use grams of the electricity that its calls used
   * @param made embodied grams of the time that its calls occupied
   */
  double grams(double use, double made) {
    return use * energy + made * embodied;
  }
}
