package io.joulebook.agent.ledger;

/** A call of a simulated run, and what it truly used. */
final class TrueCall {
  final int kind;
  final long begin;
  final long end;
  double activeJoules;
  double baseJoules;

  TrueCall(int kind, double beginSeconds, double endSeconds) {
    this.kind = kind;
    begin = Math.round(beginSeconds * 1e9);
    end = Math.round(endSeconds * 1e9);
  }

  double joules() {
    return activeJoules + baseJoules;
  }
}
