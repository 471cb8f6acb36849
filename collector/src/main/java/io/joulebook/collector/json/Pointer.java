package io.joulebook.collector.json;

import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import org.json.JSONArray;
import org.json.JSONObject;
import org.jspecify.annotations.Nullable;

/**
 * The way to a value in a JSON document, by RFC 6901: {@code /data/0/value}; empty for all of it.
 */
public final class Pointer {
  private static final Pattern TEXT = Pattern.compile("(/([^/~]|~[01])*)*");
  private static final Pattern INDEX = Pattern.compile("0|[1-9][0-9]{0,8}");

  private final String text;
  private final List<String> steps;

  private Pointer(String text) {
    this.text = text;
    steps = Arrays.stream(text.split("/", -1)).skip(1).map(Pointer::unescape).toList();
  }

  // In this order, as section 4 of the RFC says: ~01 is ~1, not a slash.
  private static String unescape(String step) {
    return step.replace("~1", "/").replace("~0", "~");
  }

  /**
   * The pointer that a text is.
   *
   * @throws IllegalArgumentException if it is none; the message says what is
   */
  public static Pointer parse(String text) {
    if (!TEXT.matcher(text).matches()) {
      throw new IllegalArgumentException(
          "'" + text + "' is not a JSON pointer (RFC 6901), such as /data/0/value, or empty");
    }
    return new Pointer(text);
  }

  /** What stands there; null if nothing does, or a JSON null. */
  public @Nullable Object in(@Nullable Object document) {
    Object found = document;
    for (String step : steps) {
      found = child(found, step);
    }
    return JSONObject.NULL.equals(found) ? null : found;
  }

  private static @Nullable Object child(@Nullable Object parent, String step) {
    if (parent instanceof JSONObject object) {
      return object.opt(step);
    }
    if (parent instanceof JSONArray array && INDEX.matcher(step).matches()) {
      return array.opt(Integer.parseInt(step));
    }
    return null;
  }

  @Override
  public String toString() {
    return text;
  }
}
