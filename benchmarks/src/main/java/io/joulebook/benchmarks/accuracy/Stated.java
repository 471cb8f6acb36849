package io.joulebook.benchmarks.accuracy;

/**
 * What the statements of one device say in all.
 *
 * @param device the device
 * @param from the begin of the first, by the monotonic clock
 * @param to the end of the last
 * @param measured microjoules
 * @param idle microjoules with no call in flight, up to base power
 * @param unattributed microjoules that are nobody's
 * @param residual the largest residual, in microjoules
 */
record Stated(
    String device, long from, long to, long measured, long idle, long unattributed, long residual) {
  Stated plus(Stated later) {
    return new Stated(
        device,
        Math.min(from, later.from),
        Math.max(to, later.to),
        measured + later.measured,
        idle + later.idle,
        unattributed + later.unattributed,
        Math.max(residual, later.residual));
  }
}
