package io.joulebook.collector.usage;

import io.joulebook.collector.Charge;
import io.joulebook.collector.Joules;
import io.joulebook.collector.Receipt;
import io.joulebook.collector.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Finds what no meter has written in an entry, before the entry is half in the books. */
public final class EntryCheck {
  private static final Joules MOST_ENERGY = Joules.ofMicros(1_000_000_000_000_000L);
  private static final long MOST_UNITS = 1_000_000_000_000L;
  private static final Duration LONGEST = Duration.ofDays(366);
  private static final Instant EARLIEST = Instant.EPOCH;
  private static final Instant LATEST = Instant.parse("2200-01-01T00:00:00Z");

  private @Nullable Refusal found;

  private EntryCheck() {}

  /** Why this receipt is refused; empty if it is not. */
  public static Optional<Refusal> of(Receipt receipt) {
    EntryCheck check = new EntryCheck();
    check.time(receipt.start());
    check.length(receipt.duration());
    check.units(receipt.calls());
    check.units(receipt.items().orElse(0));
    check.units(receipt.inputTokens().orElse(0));
    check.units(receipt.tokens().cachedInput().orElse(0));
    check.units(receipt.outputTokens().orElse(0));
    receipt.charges().forEach(check::charge);
    return Optional.ofNullable(check.found);
  }

  private void charge(Charge charge) {
    time(charge.from());
    time(charge.to());
    energy(charge.active());
    energy(charge.base());
    energy(charge.uncertainty());
    length(charge.occupied());
    charge
        .untilFirstToken()
        .ifPresent(
            part -> {
              energy(part);
              refuse(part.micros() > charge.total().micros(), Refusal.IMPLAUSIBLE);
            });
  }

  /** Why this statement is refused; empty if it is not. */
  public static Optional<Refusal> of(Statement statement) {
    EntryCheck check = new EntryCheck();
    check.time(statement.from());
    check.time(statement.to());
    check.length(statement.busy());
    check.length(statement.length().minus(statement.busy()));
    check.energy(statement.measured());
    statement.accounts().values().forEach(check::energy);
    return Optional.ofNullable(check.found);
  }

  private void time(Instant time) {
    refuse(time.isBefore(EARLIEST) || !time.isBefore(LATEST), Refusal.IMPLAUSIBLE);
  }

  private void units(long units) {
    refuse(units < 0, Refusal.NEGATIVE_COUNT);
    refuse(units > MOST_UNITS, Refusal.IMPLAUSIBLE);
  }

  private void energy(Joules energy) {
    refuse(energy.micros() < 0, Refusal.NEGATIVE_ENERGY);
    refuse(energy.compareTo(MOST_ENERGY) > 0, Refusal.IMPLAUSIBLE);
  }

  private void length(Duration length) {
    refuse(length.isNegative(), Refusal.NEGATIVE_DURATION);
    refuse(length.compareTo(LONGEST) > 0, Refusal.IMPLAUSIBLE);
  }

  private void refuse(boolean wrong, Refusal why) {
    if (wrong && found == null) {
      found = why;
    }
  }
}
