package io.joulebook.collector.json;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;
import org.json.JSONException;
import org.json.JSONObject;

/**
 * The fields of a line that Joulebook has written. Everything it lacks, and everything that is not
 * as it was written, is a {@link RuntimeException}: of the JSON, of a time, of an unknown label.
 *
 * @param json the object
 */
public record JsonFields(JSONObject json) {
  /**
   * The fields of a line.
   *
   * @throws JSONException if it is not one object
   */
  public static JsonFields of(String line) {
    ByteBuffer bytes = ByteBuffer.wrap(line.getBytes(StandardCharsets.UTF_8));
    if (Json.parse(bytes) instanceof JSONObject object) {
      return new JsonFields(object);
    }
    throw new JSONException("not an object");
  }

  /** A text. */
  public String text(String key) {
    return json.getString(key);
  }

  /** A text, where there is one. */
  public Optional<String> optionalText(String key) {
    return json.has(key) ? Optional.of(json.getString(key)) : Optional.empty();
  }

  /** A whole number. */
  public long number(String key) {
    return whole(json.get(key));
  }

  // The parser's own conversion drops fractions and the digits that a long has no room for.
  private static long whole(Object value) {
    if (value instanceof Integer || value instanceof Long) {
      return ((Number) value).longValue();
    }
    throw new JSONException("not a whole number of 64 bits");
  }

  /** A whole number, where there is one. */
  public OptionalLong optionalNumber(String key) {
    return json.has(key) ? OptionalLong.of(whole(json.get(key))) : OptionalLong.empty();
  }

  /** A time of UTC. */
  public Instant time(String key) {
    return Instant.parse(json.getString(key));
  }

  /** The one of some values whose label stands there. */
  public <E> E labelled(String key, E[] values, Function<E, String> label) {
    String text = json.getString(key);
    return Arrays.stream(values)
        .filter(value -> label.apply(value).equals(text))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException(key + " is unknown: " + text));
  }
}
