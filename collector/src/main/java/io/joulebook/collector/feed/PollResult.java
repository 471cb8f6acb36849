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
record PollResult(
    String label,
    FetchOutcome outcome,
    List<IntensityRecord> records,
    Map<Rejection, Integer> rejected) {
  /** The feed or the check threw something. */
  static final PollResult FAILED =
      new PollResult("failed", new FetchOutcome.Unreachable(Optional.empty()), List.of(), Map.of());

  /** Of an answer; one that has nothing good in it is a failure, one with nothing at all is not. */
  static PollResult of(FetchOutcome.Answered answered, CheckedReadings checked) {
    if (!checked.records().isEmpty()) {
      return new PollResult("ok", answered, checked.records(), checked.rejected());
    }
    return checked.rejected().isEmpty()
        ? of(new FetchOutcome.NoData())
        : new PollResult(
            "implausible",
            new FetchOutcome.Malformed(Rejection.IMPLAUSIBLE),
            List.of(),
            checked.rejected());
  }

  /** Of anything that is no answer. */
  static PollResult of(FetchOutcome outcome) {
    Map<Rejection, Integer> rejected =
        outcome instanceof FetchOutcome.Malformed malformed
            ? Map.of(malformed.rejection(), 1)
            : Map.of();
    return new PollResult(outcome.label(), outcome, List.of(), rejected);
  }
}
