package io.joulebook.examples.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TextsTest {
  @Test
  void textsAreTakenInTheirOrder() throws Exception {
    assertThat(Texts.parse(bytes("{\"texts\": [\"Größe\", \"a\"], \"more\": 1}")))
        .containsExactly("Größe", "a");
  }

  @Test
  void sixtyFourTextsAreTakenAndOneMoreIsNot() throws Exception {
    assertThat(Texts.parse(bytes(texts(64)))).hasSize(64);
    assertThat(refusal(texts(65))).isEqualTo("\"texts\" takes 1 to 64 texts, not 65");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{\"texts\": []}          | \"texts\" takes 1 to 64 texts, not 0",
        "{\"texts\": [\"a\", 7]}  | texts[1] is not a text: 7",
        "{\"texts\": [null]}      | texts[0] is not a text: null",
        "{\"texts\": [\"  \"]}    | texts[0] is not a text: \"  \"",
      })
  void theReasonNamesWhatIsWrong(String body, String reason) {
    assertThat(refusal(body)).isEqualTo(reason);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "{}", "[]", "7", "{\"texts\": \"a\"}", "{\"text\": [\"a\"]}"})
  void otherJsonIsToldWhatToSend(String body) {
    assertThat(refusal(body)).isEqualTo("send {\"texts\": [\"…\", \"…\"]}");
  }

  @ParameterizedTest
  @ValueSource(strings = {"texts", "{\"texts\": [\"a\"", "{\"texts\": [\"a\"]} {}"})
  void whatIsNotJsonIsSaidToBeNone(String body) {
    assertThat(refusal(body)).startsWith("the body is not JSON: ").doesNotContain("\n");
  }

  private static String refusal(String body) {
    BadRequest refused = catchThrowableOfType(BadRequest.class, () -> Texts.parse(bytes(body)));
    assertThat(refused).describedAs(body).isNotNull();
    assertThat(refused.status()).isEqualTo(400);
    return refused.reason();
  }

  private static String texts(int count) {
    return "{\"texts\": [" + "\"a\",".repeat(count - 1) + "\"a\"]}";
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
