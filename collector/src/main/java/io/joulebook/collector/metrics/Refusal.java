package io.joulebook.collector.metrics;

import io.joulebook.collector.Charge;
import io.joulebook.collector.Joules;
import io.joulebook.collector.Receipt;
import io.joulebook.collector.Statement;
import java.util.Optional;

/** Why an entry is not booked: counters cannot take back what a wrong one would add. */
enum Refusal {
  NEGATIVE_ENERGY("negative_energy"),
  NEGATIVE_COUNT("negative_count"),
  NEGATIVE_DURATION("negative_duration"),
  /** Booking it failed: a sum left its range, or a defect of ours. */
  FAILED("failed");

  private final String label;

  Refusal(String label) {
    this.label = label;
  }

  String label() {
    return label;
  }

  /** Why this receipt is refused, if it is. */
  static Optional<Refusal> of(Receipt receipt) {
    if (receipt.duration().isNegative()) {
      return Optional.of(NEGATIVE_DURATION);
    }
    long items = receipt.items().orElse(0);
    if (Math.min(Math.min(items, receipt.calls()), tokens(receipt)) < 0) {
      return Optional.of(NEGATIVE_COUNT);
    }
    return receipt.charges().stream().anyMatch(Refusal::isNegative)
        ? Optional.of(NEGATIVE_ENERGY)
        : Optional.empty();
  }

  private static long tokens(Receipt receipt) {
    return Math.min(receipt.inputTokens().orElse(0), receipt.outputTokens().orElse(0));
  }

  private static boolean isNegative(Charge charge) {
    return isNegative(charge.active())
        || isNegative(charge.base())
        || isNegative(charge.uncertainty());
  }

  private static boolean isNegative(Joules joules) {
    return joules.compareTo(Joules.ZERO) < 0;
  }

  /** Why this statement is refused, if it is. */
  static Optional<Refusal> of(Statement statement) {
    return isNegative(statement.measured())
            || statement.accounts().values().stream().anyMatch(Refusal::isNegative)
        ? Optional.of(NEGATIVE_ENERGY)
        : Optional.empty();
  }
}
