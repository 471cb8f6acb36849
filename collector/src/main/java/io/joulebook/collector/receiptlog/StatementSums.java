package io.joulebook.collector.receiptlog;

import io.joulebook.collector.Account;
import io.joulebook.collector.Device;
import io.joulebook.collector.Joules;
import io.joulebook.collector.Statement;
import io.joulebook.collector.carbon.BucketSplit;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Adds up the statements of each device, which come with every tick of its sensor, over spans of
 * UTC of equal length. Joules are exact: a statement that reaches over the end of a span is cut
 * there, and each part is the difference of two rounded running totals, just as energy is split for
 * pricing, so that grams are the same to the last digit. Not thread-safe.
 */
final class StatementSums {
  /** A clock that was set says nothing of the use: such a statement stands by itself. */
  private static final Duration LONGEST = Duration.ofDays(1);

  private final Duration span;
  private final Consumer<Statement> out;
  private final Map<Device, Statement> open = new LinkedHashMap<>();
  private boolean ended;

  /**
   * Sums over spans of that length.
   *
   * @param span divides five minutes; if zero, each statement is passed on as it is
   * @param out takes the sums
   */
  StatementSums(Duration span, Consumer<Statement> out) {
    this.span = span;
    this.out = out;
  }

  void add(Statement statement) {
    Duration length = Duration.between(statement.from(), statement.to());
    if (span.isZero()) {
      out.accept(statement);
    } else if (length.isNegative() || length.compareTo(LONGEST) > 0) {
      flush(statement.device());
      out.accept(statement);
    } else if (ended) {
      parts(statement).forEach(out);
    } else {
      parts(statement).forEach(this::merge);
      passOnWhatIsOver(statement.to());
    }
  }

  private void merge(Statement part) {
    Statement before = open.get(part.device());
    if (before != null && !endOfSpan(before.from()).equals(endOfSpan(part.from()))) {
      flush(part.device());
      before = null;
    }
    open.put(part.device(), before == null ? part : sum(before, part));
  }

  private static Statement sum(Statement first, Statement then) {
    Map<Account, Joules> accounts = new EnumMap<>(Account.class);
    accounts.putAll(first.accounts());
    then.accounts().forEach((account, energy) -> accounts.merge(account, energy, Joules::plus));
    return new Statement(
        first.device(),
        first.from().isBefore(then.from()) ? first.from() : then.from(),
        first.to().isAfter(then.to()) ? first.to() : then.to(),
        first.length().plus(then.length()),
        first.busy().plus(then.busy()),
        first.measured().plus(then.measured()),
        accounts,
        then.residual(),
        then.sensor());
  }

  // A device that says nothing any more must not keep its last minute to itself.
  private void passOnWhatIsOver(Instant now) {
    for (Statement sum : List.copyOf(open.values())) {
      if (!now.isBefore(endOfSpan(sum.from()).plus(span))) {
        flush(sum.device());
      }
    }
  }

  /** Passes on all that has been added up so far, and from now on each statement as it is. */
  void end() {
    ended = true;
    List.copyOf(open.keySet()).forEach(this::flush);
  }

  private void flush(Device device) {
    Statement sum = open.remove(device);
    if (sum != null) {
      out.accept(sum);
    }
  }

  private Instant endOfSpan(Instant time) {
    long seconds = span.toSeconds();
    return Instant.ofEpochSecond((Math.floorDiv(time.getEpochSecond(), seconds) + 1) * seconds);
  }

  // ---- cutting

  private List<Statement> parts(Statement whole) {
    if (!whole.to().isAfter(endOfSpan(whole.from()))) {
      return List.of(whole);
    }
    List<Statement> parts = new ArrayList<>();
    Cut cut = new Cut(whole);
    for (Instant from = whole.from(); from.isBefore(whole.to()); ) {
      Instant end = endOfSpan(from);
      Instant to = end.isBefore(whole.to()) ? end : whole.to();
      parts.add(cut.upTo(from, to));
      from = to;
    }
    return parts;
  }

  /** Cuts a statement from its begin to its end. */
  private static final class Cut {
    private static final String MEASURED = "measured";
    private static final String LENGTH = "length";
    private static final String BUSY = "busy";

    private final Statement whole;
    private final long length;
    private final boolean balanced;
    private final Map<Object, Long> given = new HashMap<>();

    Cut(Statement whole) {
      this.whole = whole;
      length = Duration.between(whole.from(), whole.to()).toNanos();
      // Rounding each by itself would put every part out of balance by a microjoule or two.
      balanced =
          whole.accounts().values().stream()
              .reduce(Joules.ZERO, Joules::plus)
              .equals(whole.measured());
    }

    Statement upTo(Instant from, Instant to) {
      long elapsed = Duration.between(whole.from(), to).toNanos();
      Map<Account, Joules> accounts = new EnumMap<>(Account.class);
      whole
          .accounts()
          .forEach(
              (account, all) ->
                  accounts.put(account, Joules.ofMicros(part(account, all, elapsed))));
      long booked = accounts.values().stream().mapToLong(Joules::micros).sum();
      long measured = part(MEASURED, whole.measured(), elapsed);
      return new Statement(
          whole.device(),
          from,
          to,
          Duration.ofNanos(part(LENGTH, whole.length().toNanos(), elapsed)),
          Duration.ofNanos(part(BUSY, whole.busy().toNanos(), elapsed)),
          Joules.ofMicros(balanced ? booked : measured),
          accounts,
          whole.residual(),
          whole.sensor());
    }

    private long part(Object of, Joules all, long elapsed) {
      return part(of, all.micros(), elapsed);
    }

    private long part(Object of, long all, long elapsed) {
      long upTo = BucketSplit.upTo(all, elapsed, length);
      long before = given.getOrDefault(of, 0L);
      given.put(of, upTo);
      return upTo - before;
    }
  }
}
