package io.joulebook.collector.feed;

import io.joulebook.collector.grid.Kind;
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

  static JSONObject object(@Nullable Object json) throws Refused {
    if (json instanceof JSONObject object) {
      return object;
    }
    throw new Refused(Rejection.SHAPE);
  }

  /** The objects of a list; a list that holds anything else is refused. */
  static List<JSONObject> rows(@Nullable Object json) throws Refused {
    if (!(json instanceof JSONArray array)) {
      throw new Refused(Rejection.SHAPE);
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
  static Instant time(JSONObject row, String key) throws Refused {
    return time(value(row, key));
  }

  /** The time under a key; none if it is missing, or is no time: nothing depends on it. */
  static Optional<Instant> maybeTime(JSONObject row, String key) {
    try {
      return Optional.of(time(row, key));
    } catch (Refused e) {
      return Optional.empty();
    }
  }

  /**
   * The time that a text is. It must have its zone or offset; seconds may be missing, which {@link
   * Instant#parse} does not take. A second 60 is refused, where {@link Instant#parse} would make 59
   * of it.
   */
  static Instant time(@Nullable Object value) throws Refused {
    if (!(value instanceof String text)) {
      throw new Refused(Rejection.TIME);
    }
    try {
      return withinReason(OffsetDateTime.parse(text));
    } catch (DateTimeParseException e) {
      throw new Refused(Rejection.TIME);
    }
  }

  private static Instant withinReason(OffsetDateTime time) throws Refused {
    if (time.getYear() < 0 || time.getYear() > LAST_YEAR) {
      throw new Refused(Rejection.TIME);
    }
    return time.toInstant();
  }

  /** Refuses the answer unless that text stands under the key. */
  static void echo(JSONObject row, String key, String expected, Rejection otherwise)
      throws Refused {
    if (!expected.equals(value(row, key))) {
      throw new Refused(otherwise);
    }
  }

  /** Refuses the answer if anything but that text stands under the key. */
  static void echoIfThere(JSONObject row, String key, String expected, Rejection otherwise)
      throws Refused {
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
  static Kind estimated(@Nullable Object flag, Kind unsaid) throws Refused {
    if (flag == null) {
      return unsaid;
    }
    if (flag instanceof Boolean estimated) {
      return estimated ? Kind.ESTIMATED : Kind.ACTUAL;
    }
    throw new Refused(Rejection.SHAPE);
  }
}
