package io.joulebook.examples.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class SentencesTest {
  @Test
  void aRequestHasOneToEightSentences() {
    assertThat(requests().map(List::size).distinct().sorted())
        .containsExactly(1, 2, 3, 4, 5, 6, 7, 8);
    assertThat(requests().flatMap(List::stream))
        .allMatch(text -> text.endsWith(".") || text.endsWith("?"));
  }

  @Test
  void everyRunSendsTheSame() {
    assertThat(requests().toList()).isEqualTo(requests().toList());
  }

  private static Stream<List<String>> requests() {
    Sentences sentences = new Sentences();
    return Stream.generate(sentences::next).limit(200);
  }
}
