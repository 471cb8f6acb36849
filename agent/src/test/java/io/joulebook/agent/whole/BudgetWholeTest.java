package io.joulebook.agent.whole;

import static org.assertj.core.api.Assertions.assertThat;

import io.joulebook.agent.whole.app.HttpWorkload;
import io.joulebook.agent.whole.app.WithinSpan;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Budgets of the configuration file, on the calls of a real server. */
class BudgetWholeTest {
  private static final String CALLS = "joulebook_budget_calls_total";
  private static final String RELOADED = "joulebook_budgets_last_reload_successful";
  private static final String OVER =
      """
      budgets:
        - {name: traced, route: /traced, joules-per-call: 0.000001, objective: 99%}
        - {name: day, kwh-per-day: 1000}
      """;

  @TempDir Path folder;

  private final HttpClient client = HttpClient.newHttpClient();

  private AgentJvm start(String yaml) throws Exception {
    return AgentJvm.main(HttpWorkload.class)
        .agent(
            "metrics.address=127.0.0.1:0,power.source=simulated,config="
                + configure(yaml)
                + ",hooks.custom=io.joulebook.agent.whole.app.Ranker#score=ranker")
        .start();
  }

  private Path configure(String yaml) throws Exception {
    return Files.writeString(folder.resolve("joulebook.yaml"), yaml);
  }

  private String get(String address, String... headers) throws Exception {
    HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(address));
    HttpRequest asked = headers.length == 0 ? request.build() : request.headers(headers).build();
    return client.send(asked, HttpResponse.BodyHandlers.ofString()).body();
  }

  @Test
  void aCallOverItsBudgetIsCountedAndLoggedWithItsTrace() throws Exception {
    try (AgentJvm jvm = start(OVER)) {
      String server = jvm.awaitOut("listening on ");
      String line =
          Patience.await(
              () -> {
                get(server + "/traced");
                return jvm.err().stream()
                    .filter(said -> said.contains("over budget traced"))
                    .findFirst()
                    .orElse(null);
              },
              jvm::output);

      assertThat(line)
          .contains("J (simulated) with a call of ranker (custom score, route /traced)")
          .contains("limit 0.000001 J per call");
      assertThat(jvm.metrics().value(CALLS, "budget=\"day\"", "verdict=\"within\"")).isPositive();
      awaitExample(jvm, server);
    }
  }

  private void awaitExample(AgentJvm jvm, String server) throws Exception {
    String example = "verdict=\"over\"} [0-9.]+ # \\{trace_id=\"" + WithinSpan.TRACE + "\"\\}";
    Patience.await(
        () -> {
          get(server + "/traced");
          String page = get(jvm.metricsAddress(), "Accept", "application/openmetrics-text");
          return page.lines().anyMatch(line -> line.matches(".*" + example + ".*")) ? page : null;
        },
        jvm::output);
  }

  @Test
  void changedBudgetsAreInForceWithoutARestart() throws Exception {
    try (AgentJvm jvm = start(OVER)) {
      jvm.awaitMetrics(m -> m.has("joulebook_budget_limit_joules", "budget=\"traced\""));
      assertThat(get(jvm.metricsAddress().replace("/metrics", "/"))).contains("<h1>Joulebook</h1>");
      configure("budgets: [{name: other, joules-per-call: 7, objective: 99%}]");
      Metrics metrics =
          jvm.awaitMetrics(m -> m.has("joulebook_budget_limit_joules", "budget=\"other\""));

      assertThat(metrics.value("joulebook_budget_limit_joules")).isEqualTo(7);
      assertThat(metrics.value(RELOADED)).isEqualTo(1);
      assertThat(jvm.awaitErr("budgets read again")).contains("1 in force");
    }
  }

  @Test
  void changedBudgetsThatCannotBeUsedLeaveThoseInForce() throws Exception {
    try (AgentJvm jvm = start(OVER)) {
      jvm.awaitMetrics(m -> m.value(RELOADED) == 1);
      configure("budgets: [{name: traced, joules-per-call: 7, objective: 50%}]");
      jvm.awaitMetrics(m -> m.has(RELOADED) && m.value(RELOADED) == 0);

      assertThat(jvm.awaitErr("could never page")).contains("14.4 x 0.5 = 7.2");
      assertThat(jvm.awaitErr("are not used")).contains("those in force stay");
      assertThat(limit(jvm)).isEqualTo(0.000001);

      configure("budgets: [");
      assertThat(jvm.awaitErr("is not YAML")).contains("joulebook.yaml");
      assertThat(limit(jvm)).isEqualTo(0.000001);
      configure(OVER);
      jvm.awaitMetrics(m -> m.value(RELOADED) == 1);
    }
  }

  private static double limit(AgentJvm jvm) throws Exception {
    return jvm.metrics().value("joulebook_budget_limit_joules", "budget=\"traced\"");
  }
}
