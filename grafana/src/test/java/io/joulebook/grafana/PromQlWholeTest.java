package io.joulebook.grafana;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * Every expression that is shipped, by the grammar and the types of Prometheus 3, whose user
 * interface checks what is typed with the same parser.
 */
@Needs({"node", "npm"})
class PromQlWholeTest {
  private static final String PARSER = "promql.mjs";
  private static final Chosen CHOSEN =
      new Chosen(
          Instant.EPOCH,
          Duration.ofHours(1),
          Duration.ofMinutes(1),
          Duration.ofSeconds(15),
          Map.of("job", "j"));

  @Test
  void everyExpressionIsOneOfPrometheus3() throws Exception {
    Map<String, String> shipped = shipped();
    Map<String, List<String>> judged = Node.judged(PARSER, shipped);
    assertThat(judged).containsOnlyKeys(shipped.keySet());
    assertThat(judged.entrySet()).filteredOn(of -> !of.getValue().isEmpty()).isEmpty();
  }

  /** The editor's parser gives itself 20 ms; what it has not seen by then was once not judged. */
  @Test
  void anExpressionThatTakesLongToParseIsJudgedToItsEnd() throws Exception {
    String matchers =
        IntStream.range(0, 60_000).mapToObj(i -> "l" + i + "=\"v\"").collect(joining(","));
    String sound = "a{" + matchers + "}";

    assertThat(Node.judged(PARSER, Map.of("sound", sound, "spoilt", sound + " + rate(a_total)")))
        .satisfies(judged -> assertThat(judged.get("sound")).isEmpty())
        .satisfies(judged -> assertThat(judged.get("spoilt")).isNotEmpty());
  }

  private static Map<String, String> shipped() throws IOException {
    Map<String, String> all = new LinkedHashMap<>();
    for (Rule rule : Rule.all()) {
      all.put(rule.fullName(), rule.expression());
    }
    for (Dashboard board : Dashboard.all()) {
      for (Panel panel : board.panels()) {
        String where = board.uid() + ", " + panel.title() + ", ";
        panel.targets().forEach(one -> all.put(where + one.refId(), CHOSEN.in(one.expression())));
      }
    }
    Runbooks.read().queries().forEach(query -> all.put(query, query));
    return all;
  }

  @Test
  void whatPrometheus3DoesNotTakeIsFound() throws Exception {
    Map<String, String> spoilt =
        Map.of(
            "of Prometheus 2", "holt_winters(a_total[1h], 0.1, 0.1)",
            "no function", "increment(a_total[1h])",
            "a bracket too many", "sum(a))",
            "a bracket missing", "sum(rate(a_total[5m])",
            "nothing", "",
            "no second operand", "a / ",
            "an instant vector", "rate(a_total)",
            "a range", "sum(a_total[5m])",
            "an argument missing", "clamp_max(a)",
            "a label in on and group", "a * on (b) group_left (b) c");
    assertThat(Node.judged(PARSER, spoilt))
        .containsOnlyKeys(spoilt.keySet())
        .allSatisfy((name, faults) -> assertThat(faults).as(name).isNotEmpty());
  }
}
