package io.joulebook.agent.instrument;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * What an engine itself says of tokens in an answer of JSON: {@code usage} as in OpenAI's API, or
 * {@code details} and {@code metering} as in DJL's formats. Nothing of an answer's text is kept,
 * and what looks so inside a text is not read: its quotes are escaped. Only the last 16 KiB are
 * looked at, where these stand.
 *
 * @param input tokens read, -1 where it is not said
 * @param cached those of them that were cached, likewise
 * @param output tokens generated, likewise
 */
record TokenUsage(long input, long cached, long output) {
  private static final int LOOKED_AT = 16_384;
  private static final int DIGITS_AT_MOST = 12;
  private static final String BLANK = " \t\r\n";

  private static final byte[][] OBJECTS = names("usage", "details", "metering");
  private static final byte[][] INPUT = names("prompt_tokens", "input_length", "inputTokenCount");
  private static final byte[][] CACHED = names("cached_tokens");
  private static final byte[][] OUTPUT =
      names("completion_tokens", "generated_tokens", "outputTokenCount");

  private static byte[][] names(String... names) {
    byte[][] bytes = new byte[names.length][];
    for (int i = 0; i < names.length; i++) {
      bytes[i] = ('"' + names[i] + '"').getBytes(StandardCharsets.US_ASCII);
    }
    return bytes;
  }

  /** What a piece of an answer says; null if it says nothing. */
  static @Nullable TokenUsage in(ByteBuffer piece) {
    int end = piece.limit();
    int begin = blanks(piece, piece.position(), end);
    TokenUsage found = null;
    if (begin == end
        || "{[:dei".indexOf(piece.get(begin)) < 0) { // "data:" and its like of an event
      return found;
    }
    boolean several = piece.get(begin) == '[';
    for (int at = Math.max(piece.position(), end - LOOKED_AT); at < end; at++) {
      int open = value(piece, at, end, OBJECTS);
      if (open >= 0 && open < end && piece.get(open) == '{') {
        at = closing(piece, open, end); // what is inside belongs to it
        TokenUsage one = ofObject(piece, open, at);
        found = one == null ? found : several && found != null ? found.plus(one) : one;
      }
    }
    return found;
  }

  // Of several answers: what is not told of one is not known of all.
  private TokenUsage plus(TokenUsage other) {
    return new TokenUsage(
        sum(input, other.input), sum(cached, other.cached), sum(output, other.output));
  }

  private static long sum(long one, long other) {
    return one < 0 || other < 0 ? -1 : one + other;
  }

  private static @Nullable TokenUsage ofObject(ByteBuffer piece, int open, int close) {
    long input = -1;
    long cached = -1;
    long output = -1;
    for (int at = open; at < close; at++) {
      if (piece.get(at) == '"') {
        input = Math.max(input, number(piece, value(piece, at, close, INPUT), close));
        cached = Math.max(cached, number(piece, value(piece, at, close, CACHED), close));
        output = Math.max(output, number(piece, value(piece, at, close, OUTPUT), close));
      }
    }
    return output < 0 && input < 0 ? null : new TokenUsage(input, cached, output);
  }

  // Where the value of one of these names begins, if one stands there; else -1.
  private static int value(ByteBuffer piece, int at, int end, byte[][] names) {
    boolean isEscaped = at > piece.position() && piece.get(at - 1) == '\\';
    if (piece.get(at) != '"' || isEscaped) {
      return -1;
    }
    for (byte[] name : names) {
      int colon = stands(piece, at, end, name) ? blanks(piece, at + name.length, end) : end;
      if (colon < end && piece.get(colon) == ':') {
        return blanks(piece, colon + 1, end);
      }
    }
    return -1;
  }

  private static boolean stands(ByteBuffer piece, int at, int end, byte[] name) {
    if (end - at < name.length) {
      return false;
    }
    for (int i = 0; i < name.length; i++) {
      if (piece.get(at + i) != name[i]) {
        return false;
      }
    }
    return true;
  }

  private static int blanks(ByteBuffer piece, int from, int end) {
    int at = from;
    while (at < end && BLANK.indexOf(piece.get(at)) >= 0) {
      at++;
    }
    return at;
  }

  // Of an object; braces in texts do not count.
  private static int closing(ByteBuffer piece, int open, int end) {
    int depth = 0;
    boolean inText = false;
    for (int at = open; at < end; at++) {
      byte each = piece.get(at);
      if (inText) {
        at += each == '\\' ? 1 : 0;
        inText = each != '"';
      } else if (each == '"') {
        inText = true;
      } else if (each == '{') {
        depth++;
      } else if (each == '}' && --depth == 0) {
        return at;
      }
    }
    return end;
  }

  private static long number(ByteBuffer piece, int from, int end) {
    long number = -1;
    int at = from;
    while (at >= 0 && at < end && at - from < DIGITS_AT_MOST && isDigit(piece.get(at))) {
      number = 10 * Math.max(number, 0) + piece.get(at) - '0';
      at++;
    }
    boolean isWhole = at < 0 || at >= end || ".eE0123456789".indexOf(piece.get(at)) < 0;
    return isWhole ? number : -1;
  }

  private static boolean isDigit(byte each) {
    return each >= '0' && each <= '9';
  }
}
