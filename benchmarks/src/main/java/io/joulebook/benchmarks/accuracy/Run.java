package io.joulebook.benchmarks.accuracy;

import java.util.List;
import java.util.Map;

/**
 * A scenario that was run, with the truth and the books.
 *
 * @param scenario what was run
 * @param trace what really happened
 * @param calls what each call used
 * @param books what the agent says
 * @param pairs calls with their receipts
 * @param troubles refused readings and lost events, by reason
 * @param trueJoules what the devices used while they were in the books
 */
record Run(
    Scenario scenario,
    Trace trace,
    List<TrueCall> calls,
    EntriesRead books,
    List<Matching.Pair> pairs,
    Map<String, Long> troubles,
    double trueJoules) {
  private static final double JOULES_PER_MICROJOULE = 1e-6;
  private static final double JOULES_PER_PICOJOULE = 1e-12;

  static Run of(
      Scenario scenario,
      Trace trace,
      EntriesRead books,
      Map<String, Integer> gpus,
      Map<String, Long> troubles) {
    List<TrueCall> calls = TrueEnergy.of(trace, scenario.truth());
    double truth = 0;
    for (Stated stated : books.statements()) {
      int gpu = gpus.getOrDefault(stated.device(), 0);
      Steps power = Steps.power(trace.from(), trace.on(gpu), scenario.truth());
      truth += power.integral(stated.from(), stated.to()) * JOULES_PER_PICOJOULE;
    }
    return new Run(
        scenario, trace, calls, books, Matching.of(calls, books.receipts()), troubles, truth);
  }

  double measured() {
    return books.statements().stream().mapToLong(Stated::measured).sum() * JOULES_PER_MICROJOULE;
  }

  double idle() {
    return books.statements().stream().mapToLong(Stated::idle).sum() * JOULES_PER_MICROJOULE;
  }

  double unattributed() {
    return books.statements().stream().mapToLong(Stated::unattributed).sum()
        * JOULES_PER_MICROJOULE;
  }

  long residual() {
    return books.statements().stream().mapToLong(Stated::residual).max().orElse(0);
  }
}
