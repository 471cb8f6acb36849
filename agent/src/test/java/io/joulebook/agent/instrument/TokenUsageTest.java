package io.joulebook.agent.instrument;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * The shapes are those of OpenAI's API reference (chat completions, {@code usage}) and of DJL's
 * output formats (documentation of LMI's output schemas).
 */
class TokenUsageTest {
  private static @Nullable TokenUsage in(String piece) {
    return TokenUsage.in(ByteBuffer.wrap(piece.getBytes(StandardCharsets.UTF_8)));
  }

  @Test
  void openAi() {
    assertThat(
            in(
                """
                {"id":"chatcmpl-1","choices":[{"message":{"content":"Hi {\\"usage\\":"}}],
                 "usage": {"prompt_tokens": 19, "completion_tokens":10,"total_tokens":29,
                 "prompt_tokens_details":{"cached_tokens":16,"audio_tokens":0}}}"""))
        .isEqualTo(new TokenUsage(19, 16, 10));
  }

  @Test
  void anEventOfAStreamAndTheLastOfSeveral() {
    assertThat(
            in(
                "data: {\"choices\":[],\"usage\":{\"prompt_tokens\":7,\"completion_tokens\":1}}\n\n"
                    + "data: {\"usage\":{\"prompt_tokens\":7,\"completion_tokens\":2}}\n\ndata: [DONE]"))
        .isEqualTo(new TokenUsage(7, -1, 2));
  }

  @Test
  void severalAnswersAreAddedAndWhatIsInsideOneIsItsOwn() {
    assertThat(
            in(
                "[{\"details\":{\"generated_tokens\":30,\"usage\":{\"completion_tokens\":1}}},"
                    + "{\"details\":{\"generated_tokens\":4}}]"))
        .isEqualTo(new TokenUsage(-1, -1, 34));
    assertThat(in("event: done\r\ndata: {\"usage\":\r\n{\"prompt_tokens\":7}}"))
        .isEqualTo(new TokenUsage(7, -1, -1));
    assertThat(in("{\"usage\":{\"prompt_tokens\":1e3}}")).isNull();
    assertThat(in("{\"usage\":{\"prompt_tokens\":1234567890123}}")).isNull();
  }

  @Test
  void formatsOfDjl() {
    assertThat(
            in(
                "{\"generated_text\":\"x\",\"details\":{\"finish_reason\":\"length\","
                    + "\"generated_tokens\":30,\"inputs\":\"a } b\",\"input_length\":4}}"))
        .isEqualTo(new TokenUsage(4, -1, 30));
    assertThat(in("{\"metering\":{\"inputTokenCount\":6,\"outputTokenCount\":256}}"))
        .isEqualTo(new TokenUsage(6, -1, 256));
  }

  @Test
  void whatAModelSaysInItsTextIsNoUsage() {
    assertThat(in("{\"content\":\"\\\"usage\\\":{\\\"prompt_tokens\\\":1}\"}")).isNull();
    assertThat(in("{\"usage\":null}")).isNull();
    assertThat(in("{\"usage\":{}}")).isNull();
    assertThat(in("{\"usage\":{\"prompt_tokens\":\"many\"}}")).isNull();
    assertThat(in("so: \"usage\":{\"prompt_tokens\":3}")).isNull(); // a text, not JSON
    assertThat(in("")).isNull();
  }

  @Test
  void whatIsCutOffIsReadAsFarAsItGoes() {
    assertThat(in("{\"usage\":{\"prompt_tokens\":3")).isEqualTo(new TokenUsage(3, -1, -1));
    assertThat(in("{\"usage\":")).isNull();
    assertThat(in("{\"usage\"")).isNull();
  }

  @Test
  void onlyTheEndOfALongAnswerIsLookedAt() {
    String usage = "\"usage\":{\"prompt_tokens\":3}";
    assertThat(in("{" + "x".repeat(100_000) + usage)).isEqualTo(new TokenUsage(3, -1, -1));
    assertThat(in("{" + usage + "x".repeat(100_000))).isNull();
  }

  @Property
  void noBytesMakeItThrow(@ForAll byte[] bytes) {
    TokenUsage found = TokenUsage.in(ByteBuffer.wrap(bytes));
    assertThat(found == null || found.input() >= 0 || found.output() >= 0).isTrue();
  }
}
