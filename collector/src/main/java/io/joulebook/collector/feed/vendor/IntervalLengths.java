package io.joulebook.collector.feed.vendor;

import io.joulebook.collector.feed.IntensityReading;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.NavigableSet;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * How long the intervals are of which only the begins are stated. An interval ends where the next
 * one begins, so that a feed may change its resolution; but not across a gap: a distance that
 * neither neighbour confirms is one, and the interval is then as long as its neighbours are.
 */
final class IntervalLengths {
  private final NavigableSet<Instant> starts;
  private final Duration usual;
  private final Set<Duration> known;

  /**
   * The steps of an answer.
   *
   * @param starts the begins, in any order
   * @param usual the length where the begins do not tell
   * @param known the lengths that the feed has or has had
   */
  IntervalLengths(Collection<Instant> starts, Duration usual, Set<Duration> known) {
    this.starts = new TreeSet<>(starts);
    this.usual = usual;
    this.known = known;
  }

  /** The readings of an answer of which only the begins are known yet, each with its end. */
  static List<IntensityReading> end(
      List<IntensityReading> begun, Duration usual, Set<Duration> known) {
    IntervalLengths steps =
        new IntervalLengths(begun.stream().map(IntensityReading::from).toList(), usual, known);
    return begun.stream().map(reading -> reading.until(steps.end(reading.from()))).toList();
  }

  /** The end of the interval that begins then. */
  Instant end(Instant start) {
    return start.plus(length(start));
  }

  private Duration length(Instant start) {
    Instant next = starts.higher(start);
    Duration length = next == null ? last(start) : between(start, next);
    return known.contains(length) ? length : usual;
  }

  /** Short rather than long: what it leaves out comes with a later answer. */
  private Duration last(Instant start) {
    Duration before = since(starts.lower(start), start);
    return known.contains(before) ? shorter(before, usual) : usual;
  }

  private Duration between(Instant start, Instant next) {
    Duration step = Duration.between(start, next);
    Duration before = since(starts.lower(start), start);
    Duration after = since(next, starts.higher(next));
    Duration beside = before.compareTo(after) > 0 ? before : after;
    return beside.isZero() ? step : shorter(step, beside);
  }

  private static Duration since(@Nullable Instant from, @Nullable Instant to) {
    return from == null || to == null ? Duration.ZERO : Duration.between(from, to);
  }

  private static Duration shorter(Duration a, Duration b) {
    return a.compareTo(b) < 0 ? a : b;
  }
}
