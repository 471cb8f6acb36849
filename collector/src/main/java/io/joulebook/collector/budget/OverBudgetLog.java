package io.joulebook.collector.budget;

import io.joulebook.collector.Receipt;
import io.joulebook.collector.Source;
import io.joulebook.collector.budget.Verdict.Over;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Writes lines about calls over their budget: for each budget one in a minute at most, which tells
 * how many calls it stands for. Not thread-safe.
 */
public final class OverBudgetLog {
  private static final Duration QUIET = Duration.ofMinutes(1);

  private final Map<String, Said> lines = new LinkedHashMap<>();

  /** When a budget's last line was written, and how many calls have been over since. */
  private record Said(Instant at, long since) {}

  /** The line to write about a call, if one is due. */
  public Optional<String> line(Budget budget, Receipt receipt, Over over, Instant now) {
    Said last = lines.get(budget.name());
    if (last != null && !now.isBefore(last.at) && now.isBefore(last.at.plus(QUIET))) {
      lines.put(budget.name(), new Said(last.at, last.since + 1));
      return Optional.empty();
    }
    lines.put(budget.name(), new Said(now, 0));
    String more =
        last == null || last.since == 0 ? "" : "; " + last.since + " more since " + last.at;
    return Optional.of(line(budget, receipt, over) + more);
  }

  private static String line(Budget budget, Receipt receipt, Over over) {
    boolean simulated =
        receipt.charges().stream().anyMatch(c -> c.device().source() == Source.SIMULATED);
    return "over budget "
        + budget.name()
        + ": "
        + over.spent()
        + (simulated ? " (simulated)" : "")
        + " with a call of "
        + receipt.call().model()
        + " ("
        + receipt.call().engine()
        + " "
        + receipt.call().operation()
        + receipt.route().map(route -> ", route " + route).orElse("")
        + "), limit "
        + Judge.show(budget.limit())
        + receipt.traceId().map(id -> ", trace " + id).orElse("");
  }
}
