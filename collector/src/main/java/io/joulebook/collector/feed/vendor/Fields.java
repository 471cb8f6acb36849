package io.joulebook.collector.feed.vendor;

import io.joulebook.collector.feed.InvalidReadingException;
import io.joulebook.collector.feed.Rejection;
import io.joulebook.collector.grid.RecordKind;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.json.JSONArray;
import org.json.JSONObject;
import org.jspecify.annotations.Nullable;

/** Reads fields of JSON without guessing: no text is taken for a number, no null for a 0. */
final class Fields {
  private static final int LAST_YEAR = 9999;

  private Fields() {}

  static JSONObject object(@Nullable Object json) throws InvalidReadingException {
    if (json instanceof JSONObject object) {
      return object;
    }
    throw new InvalidReadingException(Rejection.SHAPE);
  }

  /** The objects of a list; a list that holds anything else is refused. */
  static List<JSONObject> rows(@Nullable Object json) throws InvalidReadingException {
    if (!(json instanceof JSONArray array)) {
      throw new InvalidReadingException(Rejection.SHAPE);
    }
    List<JSONObject> rows = new ArrayList<>(array.length());
    for (Object row : array) {
      rows.add(object(row));
    }
    return rows;
  }

  /** What stands under a key; null if nothing does, or a JSON null. */
  static @Nullable Object value(JSONObject row, String key) {
    return row.isNull(key) ? null : row.opt(key);
  }

  /** The time under a key. */
  static Instant time(JSONObject row, String key) throws InvalidReadingException {
    return time(value(row, key));
  }

  /** The time under a key; none if it is missing, or is no time: nothing depends on it. */
  static Optional<Instant> maybeTime(JSONObject row, String key) {
    try {
      return Optional.of(time(row, key));
    } catch (InvalidReadingException e) {
      return Optional.empty();
    }
  }

  /**
   * The time that a text is. It must have its zone or offset; seconds may be missing, which {@link
   * Instant#parse} does not take. A second 60 is refused, where {@link Instant#parse} would make 59
   * of it.
   */
  static Instant time(@Nullable Object value) throws InvalidReadingException {
    if (!(value instanceof String text)) {
      throw new InvalidReadingException(Rejection.TIME);
    }
    try {
      return withinReason(OffsetDateTime.parse(text));
    } catch (DateTimeParseException e) {
      throw new InvalidReadingException(Rejection.TIME);
    }
  }

  private static Instant withinReason(OffsetDateTime time) throws InvalidReadingException {
    if (time.getYear() < 0 || time.getYear() > LAST_YEAR) {
      throw new InvalidReadingException(Rejection.TIME);
    }
    return time.toInstant();
  }

  /** Refuses the answer unless that text stands under the key. */
  static void echo(JSONObject row, String key, String expected, Rejection otherwise)
      throws InvalidReadingException {
    if (!expected.equals(value(row, key))) {
      throw new InvalidReadingException(otherwise);
    }
  }

  /** Refuses the answer if anything but that text stands under the key. */
  static void echoIfThere(JSONObject row, String key, String expected, Rejection otherwise)
      throws InvalidReadingException {
    if (value(row, key) != null) {
      echo(row, key, expected, otherwise);
    }
  }

  /**
   * What a flag says of a value.
   *
   * @param flag true for an estimate
   * @param unsaid what to take it for if there is no flag
   */
  static RecordKind estimated(@Nullable Object flag, RecordKind unsaid)
      throws InvalidReadingException {
    if (flag == null) {
      return unsaid;
    }
    if (flag instanceof Boolean estimated) {
      return estimated ? RecordKind.ESTIMATED : RecordKind.ACTUAL;
    }
    throw new InvalidReadingException(Rejection.SHAPE);
  }
}
