package io.joulebook.collector.feed;

import io.joulebook.collector.grid.IntensityRecord;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How asking a feed went, once its answer is checked.
 *
 * @param label the value of the metric label {@code outcome}
 * @param outcome what the feed's plan is to go by
 * @param records what was taken
 * @param rejected how much was not, by reason
 */
record Result(
    String label,
    Outcome outcome,
    List<IntensityRecord> records,
    Map<Rejection, Integer> rejected) {
  /** The feed or the check threw something. */
  static final Result FAILED =
      new Result("failed", new Outcome.Unreachable(Optional.empty()), List.of(), Map.of());

  /** Of an answer; one that has nothing good in it is a failure, one with nothing at all is not. */
  static Result of(Outcome.Answered answered, Checked checked) {
    if (!checked.records().isEmpty()) {
      return new Result("ok", answered, checked.records(), checked.rejected());
    }
    return checked.rejected().isEmpty()
        ? of(new Outcome.NoData())
        : new Result(
            "implausible",
            new Outcome.Malformed(Rejection.IMPLAUSIBLE),
            List.of(),
            checked.rejected());
  }

  /** Of anything that is no answer. */
  static Result of(Outcome outcome) {
    Map<Rejection, Integer> rejected =
        outcome instanceof Outcome.Malformed malformed
            ? Map.of(malformed.rejection(), 1)
            : Map.of();
    return new Result(outcome.label(), outcome, List.of(), rejected);
  }
}
