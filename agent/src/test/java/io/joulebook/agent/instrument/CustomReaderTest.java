package io.joulebook.agent.instrument;

import static org.assertj.core.api.Assertions.assertThat;

import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.model.chat.response.ChatResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.ai.chat.metadata.ChatResponseMetadata;
import org.springframework.ai.chat.metadata.DefaultUsage;

class CustomReaderTest {
  private final List<String> complaints = new ArrayList<>();

  private record Answer(Object tokens) {}

  private enum Tier {
    LARGE
  }

  private CustomReader reader(String reading) {
    return new CustomReader(CustomHook.parse("a.B#c=base " + reading).get(0), complaints::add);
  }

  private static @Nullable Object[] begin(@Nullable Object... arguments) {
    return new Object[] {null, arguments};
  }

  private static @Nullable Object[] end(@Nullable Object result) {
    return new Object[] {null, new Object[] {List.of("a")}, result};
  }

  @Test
  void theBeginTellsWhatTheArgumentsSayAndTheEndTheRest() {
    CustomReader reader = reader("items=arg0.size inputTokens=result.tokens");

    assertThat(reader.size(begin(List.of("a", "b")))).isEqualTo(JoulebookBridge.size(2));
    assertThat(reader.size(end(new Answer(9)))).isEqualTo(JoulebookBridge.size(0, 9));
  }

  @Test
  void aCallIsOneItemIfItsEntryDoesNotSay() {
    CustomReader reader = reader("outputTokens=result.tokens");

    assertThat(reader.size(begin())).isEqualTo(JoulebookBridge.size(1));
    assertThat(reader.size(end(new Answer(9)))).isEqualTo(JoulebookBridge.UNKNOWN_SIZE);
    assertThat(reader.outputTokens(end(new Answer(9)))).isEqualTo(9);
  }

  @Test
  void whatIsNotThereIsUnknownAndSaidOnceForEachKey() {
    CustomReader reader = reader("items=arg0.size outputTokens=result.tokens");
    for (int i = 0; i < 3; i++) {
      assertThat(reader.size(begin(new Answer(1)))).isEqualTo(JoulebookBridge.UNKNOWN_SIZE);
      assertThat(reader.outputTokens(end(new Answer(-4)))).isZero();
    }

    assertThat(complaints).hasSize(2);
    assertThat(complaints.get(0))
        .startsWith("hooks.custom: a.B#c: items=arg0.size: arg0 is a ")
        .endsWith("Answer, in which no size is, not a number of items: it is not known");
    assertThat(complaints.get(1)).contains("outputTokens=result.tokens: result.tokens is -4");
  }

  @Test
  void aModelIsCalledAsItsTextOrConstantSays() {
    CustomReader reader = reader("model=arg0");

    assertThat(reader.called(begin("bge"))).isEqualTo(new CustomReader.Called("bge"));
    assertThat(reader.called(begin(new String("bge")))).isSameAs(reader.called(begin("bge")));
    assertThat(reader.called(begin(Tier.LARGE))).isEqualTo(new CustomReader.Called("LARGE"));
    assertThat(reader.called(begin(3))).isNull();
    assertThat(complaints)
        .containsExactly(
            "hooks.custom: a.B#c: model=arg0: arg0 is 3, not a name: such calls are of base");
  }

  @Test
  void aResultThatComesLaterTellsItsTokens() {
    assertThat(reader("outputTokens=result.tokens").usage(new Answer(5)))
        .isEqualTo(new TokenUsage(-1, -1, 5));
    assertThat(reader("outputTokens=arg0.size").usage(new Answer(5)))
        .isEqualTo(new TokenUsage(-1, -1, -1));
  }

  /** As docs/engines.md gives them. */
  @Test
  void theTokensOfLangChain4jAndSpringAiAreFoundByPath() {
    ChatResponse langChain4j =
        ChatResponse.builder()
            .aiMessage(AiMessage.from("yes"))
            .tokenUsage(new dev.langchain4j.model.output.TokenUsage(7, 9))
            .build();
    String usage = "result.metadata.tokenUsage.";
    CustomReader first =
        reader(
            "inputTokens=" + usage + "inputTokenCount outputTokens=" + usage + "outputTokenCount");
    assertThat(first.size(end(langChain4j))).isEqualTo(JoulebookBridge.size(0, 7));
    assertThat(first.outputTokens(end(langChain4j))).isEqualTo(9);

    var springAi =
        new org.springframework.ai.chat.model.ChatResponse(
            List.of(), ChatResponseMetadata.builder().usage(new DefaultUsage(7, 9)).build());
    String metadata = "result.chatResponseMetadata.usage.";
    CustomReader second =
        reader(
            "inputTokens="
                + metadata
                + "promptTokens outputTokens="
                + metadata
                + "completionTokens");
    assertThat(second.size(end(springAi))).isEqualTo(JoulebookBridge.size(0, 7));
    assertThat(second.outputTokens(end(springAi))).isEqualTo(9);
    assertThat(complaints).isEmpty();
  }

  @Test
  void aKeyOfAMapComesBeforeItsSize() {
    Map<String, Object> answer = Map.of("size", 18, "length", 17);
    assertThat(reader("outputTokens=result.size").outputTokens(end(answer))).isEqualTo(18);
    assertThat(reader("outputTokens=result.length").outputTokens(end(answer))).isEqualTo(17);
    assertThat(reader("outputTokens=result.size").outputTokens(end(Map.of("a", 1)))).isEqualTo(1);
  }

  @Test
  void namesBeyondThoseThatAreToldApartAreOther() {
    CustomReader reader = reader("model=arg0");
    for (int i = 0; i < 4_096; i++) {
      assertThat(reader.called(begin("name" + i))).isNotNull();
    }
    assertThat(reader.called(begin("one more"))).isEqualTo(new CustomReader.Called("other"));
  }
}
