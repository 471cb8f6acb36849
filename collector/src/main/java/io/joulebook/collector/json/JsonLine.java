package io.joulebook.collector.json;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * One JSON value on one line, in ASCII: whatever is not is escaped, so that no character of a model
 * or route can end the line, the string or the encoding early. What is not known is left out. Not
 * thread-safe.
 */
public final class JsonLine {
  private static final MathContext SIX_DIGITS = new MathContext(6);
  private static final String HEXADECIMAL = "0123456789abcdef";

  private final StringBuilder out = new StringBuilder(512);
  private boolean first = true;

  public JsonLine open() {
    out.append('{');
    first = true;
    return this;
  }

  public JsonLine close() {
    out.append('}');
    first = false;
    return this;
  }

  /** Opens the list of a key; each element is an {@link #element} and a {@link #close}. */
  public JsonLine openList(String key) {
    name(key);
    out.append('[');
    first = true;
    return this;
  }

  public JsonLine element() {
    separate();
    return open();
  }

  public JsonLine closeList() {
    out.append(']');
    first = false;
    return this;
  }

  /** Opens the object of a key. */
  public JsonLine openObject(String key) {
    name(key);
    return open();
  }

  public JsonLine put(String key, String value) {
    name(key);
    string(value);
    return this;
  }

  public JsonLine put(String key, long value) {
    name(key);
    out.append(value);
    return this;
  }

  /** A number in six significant digits, however small; it must be finite. */
  public JsonLine put(String key, double value) {
    name(key);
    out.append(new BigDecimal(value).round(SIX_DIGITS).stripTrailingZeros());
    return this;
  }

  public JsonLine put(String key, boolean value) {
    name(key);
    out.append(value);
    return this;
  }

  public JsonLine put(String key, OptionalLong value) {
    return value.isPresent() ? put(key, value.getAsLong()) : this;
  }

  public JsonLine put(String key, Optional<String> value) {
    return value.isPresent() ? put(key, value.get()) : this;
  }

  /** What has been written so far, without an end of its own. */
  public String text() {
    return out.toString();
  }

  public String line() {
    return out.append('\n').toString();
  }

  private void name(String key) {
    separate();
    string(key);
    out.append(':');
  }

  private void separate() {
    if (!first) {
      out.append(',');
    }
    first = false;
  }

  private void string(String text) {
    out.append('"');
    for (int i = 0; i < text.length(); i++) {
      character(text.charAt(i));
    }
    out.append('"');
  }

  private void character(char c) {
    if (c == '"' || c == '\\') {
      out.append('\\').append(c);
    } else if (c >= ' ' && c <= '~') {
      out.append(c);
    } else {
      out.append("\\u");
      for (int shift = 12; shift >= 0; shift -= 4) {
        out.append(HEXADECIMAL.charAt(c >> shift & 0xf));
      }
    }
  }
}
