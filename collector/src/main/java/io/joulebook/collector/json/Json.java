package io.joulebook.collector.json;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import org.json.JSONArray;
import org.json.JSONException;
import org.json.JSONObject;
import org.json.JSONParserConfiguration;

/**
 * Reads JSON strictly: UTF-8 without a byte order mark, no value twice under one name, nothing
 * after the end, no NaN, at most 64 levels deep. Numbers keep every digit: they come as {@link
 * Integer}, {@link Long}, {@link java.math.BigInteger} or {@link java.math.BigDecimal}, and {@code
 * -0} as {@link Double}. Stateless.
 */
public final class Json {
  private static final int DEEPEST = 64;
  private static final JSONParserConfiguration STRICT =
      new JSONParserConfiguration()
          .withStrictMode(true)
          .withOverwriteDuplicateKey(false)
          .withMaxNestingDepth(DEEPEST);

  private Json() {}

  /**
   * The object or array that these bytes are.
   *
   * @return a {@link JSONObject} or a {@link JSONArray}
   * @throws JSONException if they are none
   */
  public static Object parse(ByteBuffer utf8) {
    String text = decode(utf8);
    return text.stripLeading().startsWith("[")
        ? new JSONArray(text, STRICT)
        : new JSONObject(text, STRICT);
  }

  private static String decode(ByteBuffer utf8) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(utf8).toString();
    } catch (CharacterCodingException e) {
      throw new JSONException("not UTF-8", e);
    }
  }
}
