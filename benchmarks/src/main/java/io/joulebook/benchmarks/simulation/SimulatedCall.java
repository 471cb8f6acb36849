package io.joulebook.benchmarks.simulation;

/** A call of a simulated run, and what it truly used. Times in nanoseconds. */
final class SimulatedCall {
  final int model;

  /** Items of its batch, or tokens. */
  final long size;

  final long begin;
  final long end;

  /** When its work on the device begins and ends; energy is used then. */
  final long workBegin;

  final long workEnd;

  /** What it draws by itself. */
  final double watts;

  double activeJoules;
  double baseJoules;

  SimulatedCall(
      int model, long size, long begin, long end, long workBegin, long workEnd, double watts) {
    this.model = model;
    this.size = size;
    this.begin = begin;
    this.end = end;
    this.workBegin = workBegin;
    this.workEnd = workEnd;
    this.watts = watts;
  }

  double joules() {
    return activeJoules + baseJoules;
  }
}
