package io.joulebook.benchmarks.accuracy;

/**
 * A call as it truly was.
 *
 * @param model what was called
 * @param begin when it began, by the monotonic clock
 * @param end when it ended
 * @param active joules above base power that were due to it, on all its GPUs
 * @param base its equal share of base power among the calls in flight, in joules
 */
record TrueCall(Model model, long begin, long end, double active, double base) {
  double total() {
    return active + base;
  }

  TrueCall plus(TrueCall onAnotherGpu) {
    return new TrueCall(
        model,
        Math.min(begin, onAnotherGpu.begin),
        Math.max(end, onAnotherGpu.end),
        active + onAnotherGpu.active,
        base + onAnotherGpu.base);
  }
}
