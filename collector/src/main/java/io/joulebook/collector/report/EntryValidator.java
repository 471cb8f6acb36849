package io.joulebook.collector.report;

import io.joulebook.collector.Charge;
import io.joulebook.collector.Joules;
import io.joulebook.collector.Receipt;
import io.joulebook.collector.Statement;
import java.time.Duration;
import java.time.Instant;

/** Refuses entries that no meter has written, before they are half in the books. */
final class EntryValidator {
  private static final Joules MOST_ENERGY = Joules.ofMicros(1_000_000_000_000_000L);
  private static final long MOST_UNITS = 1_000_000_000_000L;
  private static final Duration LONGEST = Duration.ofDays(366);
  private static final Instant EARLIEST = Instant.EPOCH;
  private static final Instant LATEST = Instant.parse("2200-01-01T00:00:00Z");

  private EntryValidator() {}

  /**
   * The receipt.
   *
   * @throws IllegalArgumentException if it cannot be
   */
  static Receipt checked(Receipt receipt) {
    time(receipt.start());
    units(receipt.items().orElse(0));
    units(receipt.calls());
    units(receipt.inputTokens().orElse(0));
    units(receipt.outputTokens().orElse(0));
    receipt.charges().forEach(EntryValidator::check);
    return receipt;
  }

  private static void check(Charge charge) {
    time(charge.from());
    time(charge.to());
    energy(charge.active());
    energy(charge.base());
    energy(charge.uncertainty());
    length(charge.occupied());
  }

  /**
   * The statement.
   *
   * @throws IllegalArgumentException if it cannot be
   */
  static Statement checked(Statement statement) {
    time(statement.from());
    time(statement.to());
    length(statement.busy());
    length(statement.length().minus(statement.busy()));
    energy(statement.measured());
    statement.accounts().values().forEach(EntryValidator::energy);
    return statement;
  }

  private static void time(Instant time) {
    check(!time.isBefore(EARLIEST) && time.isBefore(LATEST), time);
  }

  private static void units(long units) {
    check(units >= 0 && units <= MOST_UNITS, units);
  }

  private static void energy(Joules energy) {
    check(energy.micros() >= 0 && energy.compareTo(MOST_ENERGY) <= 0, energy);
  }

  private static void length(Duration length) {
    check(!length.isNegative() && length.compareTo(LONGEST) <= 0, length);
  }

  private static void check(boolean plausible, Object value) {
    if (!plausible) {
      throw new IllegalArgumentException(value + " is not plausible");
    }
  }
}
