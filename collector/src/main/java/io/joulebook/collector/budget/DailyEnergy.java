package io.joulebook.collector.budget;

import io.joulebook.collector.Receipt;
import io.joulebook.collector.Source;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.EnumMap;
import java.util.Map;

/** Energy of calls by the day of UTC on which they were settled: today's only. Not thread-safe. */
public final class DailyEnergy {
  private final Map<Source, Long> micros = new EnumMap<>(Source.class);
  private LocalDate day = LocalDate.EPOCH;

  /** Enters a call that is settled now. */
  public void enter(Receipt receipt, Instant now) {
    turnTo(now);
    receipt
        .charges()
        .forEach(
            charge ->
                micros.merge(charge.device().source(), charge.total().micros(), Math::addExact));
  }

  // A wall clock that is set back a little does not bring yesterday back; one that was far ahead is
  // put right.
  private void turnTo(Instant now) {
    LocalDate today = LocalDate.ofInstant(now, ZoneOffset.UTC);
    if (today.isAfter(day) || today.isBefore(day.minusDays(1))) {
      day = today;
      micros.replaceAll((source, spent) -> 0L);
    }
  }

  /** Microjoules of today so far, by source. */
  public Map<Source, Long> today(Instant now) {
    turnTo(now);
    return micros;
  }

  /** Microjoules of today so far, all sources together. */
  public long total(Instant now) {
    return today(now).values().stream().mapToLong(Long::longValue).sum();
  }
}
