package io.joulebook.agent.whole;

import static org.assertj.core.api.Assertions.assertThat;

import io.joulebook.agent.whole.app.MicrometerWorkload;
import io.joulebook.agent.whole.app.SpringBootWorkload;
import io.joulebook.nvml.fake.FakeGpu;
import io.joulebook.nvml.fake.FakeMachine;
import io.joulebook.nvml.fake.NeedsCompiler;
import java.io.File;
import java.math.BigDecimal;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The host's own registry of Micrometer shows what {@code /metrics} does. */
@NeedsCompiler
class MicrometerWholeTest {
  private static final String CALLS = "joulebook_calls_total";

  /** Calls of 2 ms that take longer than the agent to find a registry and fill it. */
  private static final String SOME_SECONDS = "score 4000";

  private static final String INITIALIZED = "Initializing 'io/micrometer/core/instrument/Metrics'";

  /** What of {@code /metrics} a host's registry has, too. */
  private static final Set<String> SHOWN =
      Set.of(
          CALLS,
          "joulebook_calls_unmeasured_total",
          "joulebook_items_total",
          "joulebook_tokens_total",
          "joulebook_model_energy_joules_total",
          "joulebook_measured_joules_total",
          "joulebook_energy_joules_total",
          "joulebook_co2e_grams_total",
          "joulebook_device_co2e_grams_total",
          "joulebook_device_embodied_grams_total",
          "joulebook_unpriced_joules_total",
          "joulebook_budget_limit_joules",
          "joulebook_budget_limit_grams",
          "joulebook_budget_objective_ratio",
          "joulebook_budget_calls_total",
          "joulebook_budget_calls_unjudged_total",
          "joulebook_budget_energy_joules_total",
          "joulebook_budget_day_joules");

  @TempDir Path folder;

  private FakeGpu gpu;
  private String options;

  @BeforeEach
  void machine() throws Exception {
    FakeMachine machine = FakeMachine.oneH100(folder);
    gpu = machine.gpu(0);
    Path file =
        Files.writeString(
            folder.resolve("joulebook.yaml"),
            """
            grid.zone: DE
            budgets:
              - name: energy
                model: ranker
                joules-per-call: 1000
                objective: 99%
              - name: grams
                model: ranker
                grams-per-call: 1
                objective: 99%
              - name: day
                model: ranker
                kwh-per-day: 1
            """);
    options =
        "metrics.address=127.0.0.1:0,power.source=nvml,nvml.library="
            + machine.library()
            + ",config="
            + file
            + ",hooks.custom=io.joulebook.agent.whole.app.Ranker#score=ranker";
  }

  private AgentJvm.Builder workload() {
    return workload("quiet=false");
  }

  private AgentJvm.Builder workload(String option) {
    return AgentJvm.main(MicrometerWorkload.class)
        .environment("CLASSPATH", AgentJvm.springBootClassPath())
        .agent(options + "," + option);
  }

  private static String obey(AgentJvm jvm, String command) throws Exception {
    jvm.say(command);
    return jvm.awaitNextOut("done " + command + ": ");
  }

  private static void score(AgentJvm jvm) throws Exception {
    obey(jvm, "score 20");
    jvm.awaitMetrics(m -> m.value(CALLS) == 20 && m.has("joulebook_budget_calls_total"));
  }

  private static Map<String, BigDecimal> expected(AgentJvm jvm) throws Exception {
    return only(jvm.metrics().figures(), SHOWN::contains);
  }

  private static Map<String, BigDecimal> only(
      Map<String, BigDecimal> figures, Predicate<String> names) {
    Map<String, BigDecimal> only = new TreeMap<>(figures);
    only.keySet().removeIf(series -> !names.test(series.replaceFirst("\\{.*", "")));
    return only;
  }

  private static Map<String, BigDecimal> shown(AgentJvm jvm) throws Exception {
    Map<String, BigDecimal> shown = new TreeMap<>();
    Arrays.stream(obey(jvm, "shown").split("\\|", -1))
        .filter(line -> !line.isEmpty())
        .forEach(
            line -> {
              int space = line.lastIndexOf(' ');
              shown.put(
                  line.substring(0, space),
                  new BigDecimal(line.substring(space + 1)).stripTrailingZeros());
            });
    return shown;
  }

  /** Waits until the host shows exactly what the agent does; the sensors must stand still. */
  private static void awaitAgreement(AgentJvm jvm) throws Exception {
    Object[] last = new Object[2];
    Patience.await(
        () -> {
          last[0] = expected(jvm);
          last[1] = shown(jvm);
          return last[0].equals(last[1]) ? true : null;
        },
        () -> "/metrics has\n" + last[0] + "\nand Micrometer\n" + last[1] + "\n" + jvm.output());
  }

  // Spring Boot takes its time on a busy machine.
  private static String awaitServer(AgentJvm jvm) throws Exception {
    String beginning = "listening on ";
    return Patience.await(
        Duration.ofMinutes(4),
        () ->
            jvm.out().stream()
                .filter(line -> line.startsWith(beginning))
                .map(line -> line.substring(beginning.length()))
                .findFirst()
                .orElse(null),
        jvm::output);
  }

  @Test
  void springBootShowsTheSameFiguresOnItsOwnEndpoint() throws Exception {
    try (AgentJvm jvm =
        AgentJvm.main(
                SpringBootWorkload.class,
                "--server.port=0",
                "--management.endpoints.web.exposure.include=prometheus")
            .environment("CLASSPATH", AgentJvm.springBootClassPath())
            .agent(options)
            .start()) {
      String server = awaitServer(jvm);
      HttpClient client = HttpClient.newHttpClient();
      for (int i = 0; i < 20; i++) {
        HttpRequest request = HttpRequest.newBuilder(URI.create(server + "/rank/5")).build();
        assertThat(client.send(request, HttpResponse.BodyHandlers.ofString()).body())
            .isEqualTo("6");
      }
      jvm.awaitMetrics(m -> m.value(CALLS) == 20);
      assertThat(jvm.awaitErr("Micrometer registry too")).contains("add up one exporter");

      gpu.stick();
      Object[] last = new Object[2];
      Patience.await(
          () -> {
            last[0] = expected(jvm);
            last[1] = Metrics.scrape(server + "/actuator/prometheus").figures();
            return last[0].equals(last[1]) ? true : null;
          },
          () ->
              "/metrics has\n" + last[0] + "\nand the actuator\n" + last[1] + "\n" + jvm.output());
      Metrics actuator = Metrics.scrape(server + "/actuator/prometheus");
      assertThat(actuator.value(CALLS, "model=\"ranker\"", "outcome=\"ok\"")).isEqualTo(20);
      assertThat(actuator.value("joulebook_energy_joules_total", "account=\"requests\""))
          .isPositive();
      assertThat(actuator.value("joulebook_co2e_grams_total")).isPositive();
      assertThat(actuator.value("joulebook_budget_calls_total", "budget=\"energy\"")).isEqualTo(20);
      assertThat(actuator.has("jvm_memory_used_bytes")).as("the host's own meters").isTrue();
    }
  }

  @Test
  void registriesMayComeGoAndBeCleared() throws Exception {
    try (AgentJvm jvm = workload().start()) {
      score(jvm);
      gpu.stick();
      obey(jvm, "add");
      awaitAgreement(jvm);

      obey(jvm, "remove");
      obey(jvm, "score 5");
      jvm.awaitMetrics(m -> m.value(CALLS) == 25);
      obey(jvm, "add");
      awaitAgreement(jvm);

      obey(jvm, "clear");
      awaitAgreement(jvm);
      assertThat(jvm.metrics().has("joulebook_power_errors_total", "micrometer")).isFalse();
    }
  }

  @Test
  void anOldMicrometerShowsThemToo() throws Exception {
    String old =
        AgentJvm.without(AgentJvm.hostClassPath(), entry -> entry.contains("/micrometer-"))
            + File.pathSeparator
            + System.getProperty("old.micrometer");
    try (AgentJvm jvm = workload().environment("CLASSPATH", old).start()) {
      score(jvm);
      gpu.stick();
      obey(jvm, "add");
      awaitAgreement(jvm);
    }
  }

  @Test
  void aRunningHostThatTheAgentIsAttachedToShowsThemToo() throws Exception {
    try (AgentJvm jvm =
        AgentJvm.main(MicrometerWorkload.class)
            .environment("CLASSPATH", AgentJvm.springBootClassPath())
            .flag("-XX:+EnableDynamicAgentLoading")
            .start()) {
      obey(jvm, "add");
      List<String> command =
          new ArrayList<>(
              List.of("-jar", AgentJvm.jar().toString(), "attach", String.valueOf(jvm.pid())));
      command.addAll(List.of(options.split(",", -1)));
      try (AgentJvm attach = AgentJvm.command(command.toArray(String[]::new)).start()) {
        assertThat(attach.awaitExit()).as(attach.output()).isZero();
      }
      jvm.awaitMetrics(m -> m.value("joulebook_hook_installed", "Ranker#score") == 1);
      obey(jvm, "score 20");
      jvm.awaitMetrics(m -> m.value(CALLS) == 20);
      gpu.stick();
      awaitAgreement(jvm);
    }
  }

  @Test
  void theAgentDoesNotInitialiseMicrometerBeforeTheHostDoes() throws Exception {
    try (AgentJvm jvm = workload().flag("-Xlog:class+init=info").start()) {
      score(jvm);
      obey(jvm, "load");
      obey(jvm, SOME_SECONDS);

      jvm.say("add");
      jvm.awaitOut("done add: ");
      assertThat(jvm.out())
          .as("it is the host that initialises it, now")
          .anyMatch(line -> line.contains(INITIALIZED));
    }
  }

  @Test
  void aRegistryThatThrowsCostsThisPartOnlyAndIsSaidOnce() throws Exception {
    try (AgentJvm jvm = workload().start()) {
      score(jvm);
      assertThat(obey(jvm, "hostile")).isEqualTo("ok");
      assertThat(jvm.awaitErr("does not take all of the agent's meters")).endsWith("hostile");
      obey(jvm, "score 5");
      Metrics metrics =
          jvm.awaitMetrics(
              m ->
                  m.value(CALLS) == 25
                      && m.value("joulebook_power_errors_total", "micrometer_failed") > 0);
      MeteringWholeTest.assertBooksBalance(metrics);
      assertThat(jvm.err()).filteredOn(line -> line.contains("does not take all")).hasSize(1);
    }
  }

  @Test
  void aRegistryThatHangsCostsThisPartOnlyAndIsSaid() throws Exception {
    try (AgentJvm jvm = workload().start()) {
      score(jvm);
      assertThat(obey(jvm, "hang")).isEqualTo("ok");
      assertThat(jvm.awaitErr("Micrometer has not answered")).contains("10 s");
      obey(jvm, "score 5");
      MeteringWholeTest.assertBooksBalance(jvm.awaitMetrics(m -> m.value(CALLS) == 25));
    }
  }

  @Test
  void aFilterOfTheHostMayLeaveMetersOut() throws Exception {
    try (AgentJvm jvm = workload().start()) {
      score(jvm);
      gpu.stick();
      obey(jvm, "deny");
      obey(jvm, "add");
      assertThat(jvm.awaitErr("leaves out some of the agent's meters")).contains("filter");
      Patience.await(
          () -> {
            Map<String, BigDecimal> all = expected(jvm);
            return only(all, name -> !name.startsWith("joulebook_budget")).equals(shown(jvm))
                ? true
                : null;
          },
          jvm::output);
    }
  }

  @Test
  void whereItIsOffTheHostsRegistryHasNothing() throws Exception {
    try (AgentJvm jvm = workload("micrometer=off").start()) {
      score(jvm);
      obey(jvm, "add");
      obey(jvm, SOME_SECONDS);
      assertThat(shown(jvm)).isEmpty();
      assertThat(jvm.err()).noneMatch(line -> line.contains("Micrometer"));
    }
  }

  @Test
  void aHostThatNeverInfersHasNothingInItsRegistry() throws Exception {
    try (AgentJvm jvm =
        AgentJvm.main(MicrometerWorkload.class)
            .environment("CLASSPATH", AgentJvm.springBootClassPath())
            .agent("metrics.address=127.0.0.1:0")
            .start()) {
      obey(jvm, "add");
      obey(jvm, SOME_SECONDS);
      assertThat(shown(jvm)).isEmpty();
      assertThat(jvm.err()).isEmpty();
    }
  }
}
