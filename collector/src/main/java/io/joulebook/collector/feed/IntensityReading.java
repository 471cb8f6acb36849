package io.joulebook.collector.feed;

import io.joulebook.collector.grid.RecordKind;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a feed's answer says of an interval, before it is checked.
 *
 * @param from the interval's begin
 * @param to its end
 * @param kind what the feed says of it
 * @param value the value as parsed from JSON or CSV: a {@link Number} if all is well, else whatever
 *     stood there, or null
 * @param updatedAt when the feed says that it was made
 * @param model the version of the feed's model
 */
public record IntensityReading(
    Instant from,
    Instant to,
    RecordKind kind,
    @Nullable Object value,
    Optional<Instant> updatedAt,
    Optional<String> model) {
  /** A reading of which only the begin is known yet. */
  public static IntensityReading from(Instant from, RecordKind kind, @Nullable Object value) {
    return new IntensityReading(from, from, kind, value, Optional.empty(), Optional.empty());
  }

  /** The same reading, to another end. */
  public IntensityReading until(Instant end) {
    return new IntensityReading(from, end, kind, value, updatedAt, model);
  }

  /** The same reading, made then. */
  public IntensityReading updated(Optional<Instant> at) {
    return new IntensityReading(from, to, kind, value, at, model);
  }
}
