package io.joulebook.collector.metrics;

import static io.joulebook.collector.Entries.H100;
import static io.joulebook.collector.Entries.NOON;
import static io.joulebook.collector.Entries.PACKAGE;
import static io.joulebook.collector.Entries.PRETENDED;
import static io.joulebook.collector.Entries.call;
import static io.joulebook.collector.Entries.charge;
import static io.joulebook.collector.Entries.lasting;
import static io.joulebook.collector.Entries.receipt;
import static io.joulebook.collector.Entries.routed;
import static io.joulebook.collector.Entries.statement;
import static io.joulebook.collector.Entries.streamed;
import static io.joulebook.collector.Entries.together;
import static io.joulebook.collector.Entries.withTokens;
import static org.assertj.core.api.Assertions.assertThat;

import io.joulebook.collector.Account;
import io.joulebook.collector.AgentHealth;
import io.joulebook.collector.Call;
import io.joulebook.collector.Device;
import io.joulebook.collector.Joules;
import io.joulebook.collector.Receipt;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RegistryTest {
  @Test
  void callsThatWereCountedTogetherAreAllCountedAndTheirEnergyOnce() {
    Receipt many = together(1_000, receipt(call("m"), charge(H100, 2_500_003, 0)));
    Books books = Books.inGermany().enter(many);

    assertThat(books.sum("joulebook_calls_total")).isEqualByComparingTo("1000");
    assertThat(books.sum("joulebook_call_energy_joules_count")).isEqualByComparingTo("1000");
    assertThat(books.sum("joulebook_call_energy_joules_sum")).isEqualByComparingTo("2.500003");
    assertThat(books.sum("joulebook_call_energy_joules_bucket", "le=\"0.0025\""))
        .isEqualByComparingTo("1000");
    assertThat(books.sum("joulebook_call_duration_seconds_count")).isEqualByComparingTo("1000");
    assertThat(books.sum("joulebook_model_energy_joules_total")).isEqualByComparingTo("2.500003");
    assertThat(books.sum("joulebook_items_total")).isEqualByComparingTo("0");
  }

  @Test
  void aCallIsShownByItsLabels() {
    Books books = Books.inGermany().enter(receipt(call("m"), charge(H100, 2_500_000, 500_000)));

    String who = "engine=\"onnxruntime\",model=\"m\",operation=\"run\"";
    assertThat(books.shown())
        .contains("joulebook_calls_total{" + who + ",outcome=\"ok\"} 1.0")
        .contains("joulebook_calls_total{" + who + ",outcome=\"error\"} 0.0")
        .contains("joulebook_items_total{" + who + ",source=\"nvml\"} 4.0")
        .contains("joulebook_call_energy_joules_sum{" + who + ",source=\"nvml\"} 3.0")
        .contains("joulebook_call_duration_seconds_sum{" + who + "} 0.02");
    assertThat(books.sum("joulebook_model_energy_joules_total", "share=\"active\""))
        .isEqualByComparingTo("2.5");
    assertThat(books.sum("joulebook_model_energy_joules_total", "share=\"base\""))
        .isEqualByComparingTo("0.5");
  }

  @Test
  void aCallThatThrewIsCountedAsAnErrorOfTheSameModel() {
    Call failed = new Call("m", "onnxruntime", "run", Call.Outcome.ERROR);
    Books books = Books.inGermany().enter(receipt(call("m")), receipt(failed), receipt(failed));

    assertThat(books.sum("joulebook_calls_total", "outcome=\"error\"")).isEqualByComparingTo("2");
    assertThat(books.sum("joulebook_calls_total", "outcome=\"ok\"")).isEqualByComparingTo("1");
  }

  @Test
  void aCallWithoutKnownEnergyIsCountedAndHasNoJoulesAtAll() {
    Books books = Books.inGermany().enter(receipt(call("m")));

    assertThat(books.sum("joulebook_calls_unmeasured_total")).isEqualByComparingTo("1");
    assertThat(books.sum("joulebook_call_duration_seconds_count")).isEqualByComparingTo("1");
    assertThat(books.shown())
        .doesNotContain("joulebook_call_energy_joules")
        .doesNotContain("joulebook_model_energy_joules")
        .doesNotContain("grams_total");
  }

  @Test
  void workIsCountedBySourceSoThatEnergyIsDividedByItsOwn() {
    Books books =
        Books.inGermany()
            .enter(withTokens(120, 7, receipt(call("m"), charge(H100, 3_000_000, 0))))
            .enter(withTokens(50, 2, receipt(call("m"), charge(PRETENDED, 1_000_000, 0))))
            .enter(withTokens(9, 1, receipt(call("m"))));

    String tokens = "joulebook_tokens_total";
    assertThat(books.sum(tokens, "input", "source=\"nvml\"")).isEqualByComparingTo("120");
    assertThat(books.sum(tokens, "output", "source=\"simulated\"")).isEqualByComparingTo("2");
    assertThat(books.sum(tokens, "input", "source=\"none\"")).isEqualByComparingTo("9");
    for (String source : new String[] {"nvml", "simulated", "none"}) {
      assertThat(books.sum("joulebook_items_total", "source=\"" + source + "\""))
          .isEqualByComparingTo("4");
    }
  }

  @Test
  void tokensAreAbsentUntilSomeAreSeen() {
    Books books = Books.inGermany().enter(receipt(call("m")));
    assertThat(books.shown()).doesNotContain("joulebook_tokens_total");

    books.enter(withTokens(120, 0, receipt(call("m"))));
    assertThat(books.sum("joulebook_tokens_total", "input")).isEqualByComparingTo("120");
    assertThat(books.shown()).contains("direction=\"output\"");
  }

  @Test
  void whatCameBeforeTheFirstTokenIsApartOnceAnAnswerCameInPieces() {
    Books books = Books.inGermany().enter(receipt(call("m"), charge(H100, 2_000_000, 0)));
    String phases = "joulebook_phase_energy_joules_total";
    assertThat(books.shown()).doesNotContain(phases);

    books.enter(receipt(call("m"), streamed(charge(H100, 4_000_000, 3_000_000), 1_500_000)));
    assertThat(books.sum(phases, "prefill")).isEqualByComparingTo("1.5");
    assertThat(books.sum(phases, "decode")).isEqualByComparingTo("5.5");
  }

  @Test
  void energyOfSeveralSourcesIsLabelledWithAllOfThem() {
    Books books =
        Books.inGermany()
            .enter(receipt(call("m"), charge(PACKAGE, 1_000_000, 0), charge(H100, 2_000_000, 0)))
            .enter(receipt(call("m"), charge(PRETENDED, 4_000_000, 0)));

    assertThat(books.sum("joulebook_call_energy_joules_sum", "source=\"nvml+rapl\""))
        .isEqualByComparingTo("3");
    assertThat(books.sum("joulebook_call_energy_joules_sum", "source=\"simulated\""))
        .isEqualByComparingTo("4");
  }

  @Test
  void everySeriesThatCarriesEnergyOrGramsNamesItsSource() {
    Books books =
        Books.inGermany()
            .enter(receipt(call("m"), charge(PRETENDED, 4_000_000, 1)))
            .enter(statement(PRETENDED, Map.of(Account.IDLE, Joules.ofMillis(5))));

    assertThat(books.values().keySet())
        .filteredOn(series -> series.matches(".*_(joules|grams)(_total|_sum|_count|_bucket)\\{.*"))
        .isNotEmpty()
        .allMatch(series -> series.contains("source=\"simulated\""));
  }

  @Test
  void gramsAreJoulesAtTheGridsIntensityTimesTheFacilityFactor() {
    Books books = Books.withPue("1.2").enter(receipt(call("m"), charge(H100, 3_600_000_000L, 0)));

    assertThat(books.sum("joulebook_co2e_grams_total", "kind=\"operational\"", "zone=\"DE\""))
        .isEqualByComparingTo("0.410472");
    assertThat(books.shown())
        .contains("joulebook_pue_ratio{origin=\"configured\"} 1.2")
        .contains(
            "joulebook_grid_intensity_grams_per_kwh{basis=\"lifecycle\",feed=\"static\","
                + "signal=\"average\",tier=\"static\",zone=\"DE\"} 342.06");
  }

  @Test
  void anAssumedFacilityFactorSaysSo() {
    assertThat(Books.nowhere().shown()).contains("joulebook_pue_ratio{origin=\"assumed\"} 1.0");
  }

  @Test
  void withoutAPriceJoulesAreUnpricedAndThereAreNoGrams() {
    Books books =
        Books.nowhere()
            .enter(receipt(call("m"), charge(H100, 1_000_000, 0)))
            .enter(
                statement(
                    H100,
                    Map.of(Account.REQUESTS, Joules.ofMillis(1), Account.IDLE, Joules.ofMillis(2))),
                statement(
                    new Device("GPU-2", H100.component(), H100.source()),
                    Map.of(Account.IDLE, Joules.ofMillis(4))));

    assertThat(books.shown())
        .contains("joulebook_unpriced_joules_total{reason=\"no_zone\",source=\"nvml\"} 0.007")
        .doesNotContain("grams_total")
        .doesNotContain("grid_intensity");
  }

  @Test
  void aDeviceIsShownWithItsSensor() {
    Books books =
        Books.inGermany().enter(statement(H100, Map.of(Account.IDLE, Joules.ofMillis(71_500))));

    assertThat(books.shown())
        .contains("joulebook_base_watts{device=\"GPU-1\"} 71.5")
        .contains("joulebook_sensor_period_seconds{device=\"GPU-1\"} 0.1")
        .contains("joulebook_sensor_lag_seconds{device=\"GPU-1\"} 0.15")
        .contains("joulebook_ledger_residual_joules{component=\"gpu\",device=\"GPU-1\"} 0.0")
        .doesNotContain("account=\"other_processes\"");
  }

  @Test
  void modelsBeyondTheCapShareOneNameAndAreCounted() {
    Books books = Books.forModels(2);
    for (String model : new String[] {"a", "b", "c", "d", "c", "a"}) {
      books.enter(receipt(call(model), charge(H100, 1_000_000, 0)));
    }

    assertThat(books.sum("joulebook_calls_total", "model=\"other\"")).isEqualByComparingTo("3");
    assertThat(books.sum("joulebook_calls_total", "model=\"a\"")).isEqualByComparingTo("2");
    assertThat(books.sum("joulebook_labels_overflowed_total", "label=\"model\""))
        .isEqualByComparingTo("3");
    assertThat(books.sum("joulebook_model_energy_joules_total")).isEqualByComparingTo("6");
    assertThat(books.shown()).doesNotContain("model=\"c\"");
  }

  @Test
  void aModelNamedOtherIsNotTheRest() {
    Books books = Books.forModels(3);
    books.enter(
        receipt(call("other")),
        receipt(call("other (model)")),
        routed("other", receipt(call("a"))),
        receipt(call("b")));

    assertThat(books.sum("joulebook_calls_total", "model=\"other\"")).isEqualByComparingTo("1");
    assertThat(books.sum("joulebook_calls_total", "model=\"other (model)\""))
        .isEqualByComparingTo("1");
    assertThat(books.sum("joulebook_calls_total", "model=\"other (model) (model)\""))
        .isEqualByComparingTo("1");
    assertThat(books.sum("joulebook_route_calls_total", "route=\"other (route)\""))
        .isEqualByComparingTo("1");
  }

  @Test
  void aNameOfAnyLengthMakesAPageOfABoundedOne() {
    String name = "m".repeat(100_000);
    Books books = Books.forModels(3);
    books.enter(receipt(call(name)), routed(name, receipt(call(name + "x"))));

    assertThat(books.shown().lines()).allMatch(line -> line.length() < 1_000);
    assertThat(books.shown().lines())
        .filteredOn(line -> line.startsWith("joulebook_calls_total{") && line.contains("\"ok\""))
        .hasSize(2);
  }

  @Test
  void anEntryThatWouldTakeBackEnergyIsRefusedAndCounted() {
    Books books =
        Books.inGermany()
            .enter(receipt(call("m"), charge(H100, -1, 0)))
            .enter(withTokens(-1, 0, receipt(call("m"))))
            .enter(lasting(Duration.ofMillis(-1), receipt(call("m"))))
            .enter(statement(H100, Map.of(Account.IDLE, Joules.ofMicros(-1))));

    assertThat(books.shown())
        .contains("joulebook_entries_refused_total{entry=\"receipt\",reason=\"negative_energy\"} 1")
        .contains("joulebook_entries_refused_total{entry=\"receipt\",reason=\"negative_count\"} 1")
        .contains(
            "joulebook_entries_refused_total{entry=\"receipt\",reason=\"negative_duration\"} 1")
        .contains(
            "joulebook_entries_refused_total{entry=\"statement\",reason=\"negative_energy\"} 1")
        .doesNotContain("joulebook_calls_total")
        .doesNotContain("joulebook_measured_joules");
  }

  @Test
  void anEntryThatFailsIsCountedAndThrowsNothing() {
    Books books =
        Books.inGermany()
            .enter(receipt(call("m"), charge(H100, Long.MAX_VALUE, 0)))
            .enter(statement(H100, Map.of(Account.IDLE, Joules.ofMicros(Long.MAX_VALUE))));
    for (int i = 0; i < 10_000; i++) {
      books.enter(receipt(call("m"), charge(H100, 1_000_000_000_000_000L, 0)));
    }

    assertThat(books.sum("joulebook_entries_refused_total", "receipt", "implausible"))
        .isEqualByComparingTo("1");
    assertThat(books.sum("joulebook_entries_refused_total", "statement", "implausible"))
        .isEqualByComparingTo("1");
    assertThat(books.sum("joulebook_entries_refused_total", "receipt", "failed")).isPositive();
  }

  @Test
  void vitalsAreReadAtEachScrapeAndAbsentBeforeThereAreAny() {
    Books books = Books.inGermany();
    assertThat(books.shown()).doesNotContain("joulebook_calls_unsettled");

    books.health(
        () ->
            new AgentHealth(
                3,
                Map.of("queue_full", 7L),
                Map.of("gpu_is_lost", 2L),
                Map.of("onnxruntime", true, "djl", false),
                Map.of(),
                Map.of("onnxruntime", true, "xgboost4j", false),
                Map.of(
                    new AgentHealth.RuleName("budget", "embed"), false,
                    new AgentHealth.RuleName("model_rule", "path=*bge*"), true),
                1_500_000_000L));
    assertThat(books.shown())
        .contains("joulebook_calls_unsettled 3.0")
        .contains("joulebook_spans_dropped_total{reason=\"queue_full\"} 7.0")
        .contains("joulebook_power_errors_total{reason=\"gpu_is_lost\"} 2.0")
        .contains("joulebook_hook_installed{hook=\"onnxruntime\"} 1.0")
        .contains("joulebook_hook_installed{hook=\"djl\"} 0.0")
        .contains("joulebook_engine_seen{engine=\"onnxruntime\",state=\"metered\"} 1.0")
        .contains("joulebook_engine_seen{engine=\"xgboost4j\",state=\"not_metered\"} 1.0")
        .contains("joulebook_rule_unmatched{kind=\"budget\",rule=\"embed\"} 0.0")
        .contains("joulebook_rule_unmatched{kind=\"model_rule\",rule=\"path=*bge*\"} 1.0")
        .contains("joulebook_agent_cpu_seconds_total 1.5");
  }

  @Test
  void vitalsThatFailLeaveTheOtherMetricsAlone() {
    Books books =
        Books.inGermany()
            .health(
                () -> {
                  throw new IllegalStateException("the meter is closed");
                })
            .enter(receipt(call("m")));

    assertThat(books.shown())
        .contains("joulebook_calls_total")
        .doesNotContain("joulebook_calls_unsettled");
  }

  @Test
  void aChargeAcrossFiveMinutesIsPricedInPartsAndWhole() {
    Books books =
        Books.inGermany()
            .enter(
                receipt(
                    call("m"),
                    charge(H100, 3_600_000_000L, 0, NOON.minusSeconds(7), NOON.plusSeconds(4))));

    assertThat(books.sum("joulebook_co2e_grams_total")).isEqualByComparingTo("0.34206");
  }
}
