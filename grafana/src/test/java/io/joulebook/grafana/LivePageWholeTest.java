package io.joulebook.grafana;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The agent's page for people, in Chromium, on the real demo. */
@Needs({"prometheus", "node", "npm", "chromium"})
@ExtendWith(Stage.Keeper.class)
class LivePageWholeTest {
  private static final int MODEL = 0;
  private static final int CALLS = 1;
  private static final int PER_CALL = 3;
  private static final Map<String, Double> PREFIXES =
      Map.of("J", 1.0, "mJ", 1e-3, "kJ", 1e3, "µJ", 1e-6, "nJ", 1e-9, "MJ", 1e6);

  private static Stage stage;
  private static JsonNode report;

  @BeforeAll
  static void open(Stage shared) throws Exception {
    stage = shared;
    report = Renderer.page(stage);
    if (Screenshots.areForDocs()) {
      Screenshots.publish(
          Dashboard.folder().resolve("target/page/page.png"), Screenshots.LIVE_PAGE);
    }
  }

  private static List<JsonNode> views() {
    return Dashboard.stream(report.path("views")).toList();
  }

  private static JsonNode light() {
    return views().get(0);
  }

  @Test
  void itSaysThatNothingIsMeasured() {
    assertThat(light().path("source").asText())
        .isEqualTo("Not measured: the joules below are simulated.");
  }

  // The demo is not called any more, so that both say the same.
  @Test
  void eachModelCostsWhatPrometheusSays() throws Exception {
    Map<String, Double> joules = sums("joulebook_model_energy_joules_total");
    Map<String, Double> calls = sums("joulebook_calls_total");
    List<JsonNode> rows = Dashboard.stream(light().path("models")).toList();
    assertThat(rows).hasSize(2);
    for (JsonNode row : rows) {
      String model = row.get(MODEL).asText().split("\\n", -1)[0];
      double perCall = joules.get(model) / calls.get(model);
      assertThat(joules(row.get(PER_CALL).asText())).isCloseTo(perCall, within(1e-3 * perCall));
      assertThat(Double.parseDouble(row.get(CALLS).asText().replace(",", "")))
          .isEqualTo(calls.get(model));
    }
  }

  private static Map<String, Double> sums(String metric) throws Exception {
    return stage
        .prometheus()
        .query("sum by (model) (" + metric + ")", Instant.now())
        .lastBy("model");
  }

  private static double joules(String text) {
    String[] parts = text.split(" ", -1);
    return Double.parseDouble(parts[0].replace(",", "")) * PREFIXES.get(parts[1]);
  }

  @Test
  void theBooksBalance() {
    assertThat(light().path("balance").asText()).startsWith("The books balance");
    assertThat(light().path("books")).hasSizeGreaterThanOrEqualTo(2);
  }

  @Test
  void everyBudgetHasALineAndWhoIsOverIsSaidInWords() throws Exception {
    long budgets =
        stage.viewer().answer("count by (budget) (joulebook_budget_calls_total)").series().size();
    assertThat(light().path("budgets")).hasSize((int) budgets);
    assertThat(light().path("budgets").toString()).contains("\"Over: ");
  }

  @Test
  void nothingIsAskedOfAnybodyElseAndNothingGoesWrong() {
    String here = "http://" + stage.metricsAddress() + "/";
    for (JsonNode view : views()) {
      assertThat(view.path("complaints")).as(view.toString()).isEmpty();
      assertThat(Dashboard.stream(view.path("asked")).map(JsonNode::asText))
          .allMatch(url -> url.startsWith(here) || url.equals("data:,"));
      assertThat(view.path("trouble").asText()).isEmpty();
    }
  }

  @Test
  void itsOwnPolicyLetsItWorkAndLostMetricsAreSaid() {
    JsonNode policy = report.path("policy");
    assertThat(Dashboard.stream(policy.path("complaints")).map(JsonNode::asText))
        .allMatch(complaint -> complaint.contains("net::ERR_FAILED"));
    assertThat(policy.path("trouble").asText())
        .contains("cannot be read", "The figures below are old");
  }

  @Test
  void aTroubleThatGoesOnIsReadOutOnce() {
    assertThat(report.path("policy").path("rewritten").asInt(-1)).isZero();
  }

  @Test
  void darkIsDarkLightIsLightAndNothingIsCutOffOnANarrowScreen() {
    assertThat(light().path("background").asText()).isEqualTo("rgb(255, 255, 255)");
    assertThat(views().get(1).path("background").asText()).isEqualTo("rgb(20, 24, 26)");
    assertThat(views()).allMatch(view -> view.path("overflow").asInt() == 0);
  }

  // axe-core's rules, contrast of colours in both schemes included.
  @Test
  void nobodyIsKeptOut() {
    for (JsonNode view : views()) {
      assertThat(view.path("barriers")).as(view.path("name").asText()).isEmpty();
      assertThat(view.path("checks").asInt()).isGreaterThan(15);
    }
  }

  @Test
  void itCanBePausedFromTheKeyboard() {
    assertThat(light().path("pressed").toString()).isEqualTo("[\"pause\",\"true\"]");
  }
}
