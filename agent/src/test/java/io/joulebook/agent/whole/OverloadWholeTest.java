package io.joulebook.agent.whole;

import static org.assertj.core.api.Assertions.assertThat;

import io.joulebook.agent.whole.app.CustomWorkload;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Hosts that call faster than can be told apart, and hosts that are out of memory. */
@Isolated("it takes all cores")
class OverloadWholeTest {
  private static final String CALLS = "joulebook_calls_total";

  private static AgentJvm.Builder host() {
    return AgentJvm.main(CustomWorkload.class)
        .agent(
            "metrics.address=127.0.0.1:0,power.source=simulated"
                + ",hooks.custom=io.joulebook.agent.whole.app.Ranker#score=ranker");
  }

  private static String obey(AgentJvm jvm, String command) throws Exception {
    jvm.say(command);
    return jvm.awaitOut("done " + command + ": ");
  }

  @ParameterizedTest(name = "{0} threads, {1} calls each")
  @CsvSource({"1, 300000", "8, 50000", "64, 5000"})
  void callsAreCountedAtAnyRateAndTheBooksBalance(int threads, int calls) throws Exception {
    try (AgentJvm jvm = host().start()) {
      assertThat(obey(jvm, "burst " + threads + " " + calls)).isEqualTo("ok");

      double made = (double) threads * calls;
      Metrics metrics =
          jvm.awaitMetrics(
              m -> m.value(CALLS) >= made && m.value("joulebook_calls_unsettled") == 0);
      assertThat(metrics.value(CALLS)).isEqualTo(made);
      assertThat(metrics.value("joulebook_call_duration_seconds_count")).isEqualTo(made);
      assertThat(metrics.value("joulebook_spans_dropped_total", "lost")).isZero();
      MeteringWholeTest.assertBooksBalance(metrics);
    }
  }

  @Test
  void aHostThatIsOutOfMemoryForSecondsIsMeteredAgainAndHearsNothingOfOurThreads()
      throws Exception {
    try (AgentJvm jvm = host().flag("-Xmx64m", "-XX:+UseSerialGC").start()) {
      assertThat(obey(jvm, "score 10 1")).isEqualTo("ok");
      jvm.awaitMetrics(m -> m.value(CALLS) == 10);

      assertThat(obey(jvm, "heap 3")).isEqualTo("handled 0");
      assertThat(obey(jvm, "score 20 1")).isEqualTo("ok");

      Metrics metrics = jvm.awaitMetrics(m -> m.value(CALLS) == 30);
      double measured = metrics.value("joulebook_measured_joules_total");
      jvm.awaitMetrics(m -> m.value("joulebook_measured_joules_total") > measured);
    }
  }
}
