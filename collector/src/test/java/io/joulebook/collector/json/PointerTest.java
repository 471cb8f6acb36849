package io.joulebook.collector.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.json.JSONException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PointerTest {
  /** The document of RFC 6901, section 5. */
  private static final Object RFC =
      json(
          """
          {"foo":["bar","baz"],"":0,"a/b":1,"c%d":2,"e^f":3,"g|h":4,"i\\\\j":5,"k\\"l":6," ":7,
           "m~n":8,"none":null}
          """);

  @ParameterizedTest
  @CsvSource({
    "/foo/0, bar",
    "/, 0",
    "/a~1b, 1",
    "/c%d, 2",
    "/e^f, 3",
    "/g|h, 4",
    "/i\\j, 5",
    "/k\"l, 6",
    "'/ ', 7",
    "/m~0n, 8"
  })
  void itFindsWhatTheRfcSays(String pointer, String found) {
    assertThat(Pointer.parse(pointer).in(RFC)).hasToString(found);
  }

  @Test
  void theEmptyPointerIsTheWholeDocument() {
    assertThat(Pointer.parse("").in(RFC)).isSameAs(RFC);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/none",
        "/missing",
        "/foo/2",
        "/foo/-",
        "/foo/00",
        "/foo/-1",
        "/foo/99999999999",
        "/foo/0/x",
        "/foo/bar",
        "/none/x"
      })
  void whatIsNotThereOrNullIsNothing(String pointer) {
    assertThat(Pointer.parse(pointer).in(RFC)).isNull();
  }

  @ParameterizedTest
  @ValueSource(strings = {"foo", "foo/bar", "/a~", "/a~2b", " /a", "#/a", "$.a"})
  void whatIsNoPointerIsRefusedByName(String text) {
    assertThatThrownBy(() -> Pointer.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'" + text + "' is not a JSON pointer");
  }

  @Test
  void anEscapedTildeIsNotTakenForAnEscape() {
    assertThat(Pointer.parse("/~01").in(json("{\"~1\":1,\"/\":2}"))).isEqualTo(1);
  }

  private static Object json(String text) {
    try {
      return Json.parse(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
    } catch (JSONException e) {
      throw new AssertionError(text, e);
    }
  }
}
