package io.joulebook.examples.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ReportTest {
  @Test
  void everyModelHasItsRow() {
    Report report = new Report(Sample.SIMULATED.metrics());
    assertThat(String.join("\n", report.lines()) + "\n")
        .isEqualTo(
            """
            Energy: SIMULATED joules, not measured (SIMULATED-0). Grid: DE, 342 g/kWh, static.

            model               calls   items   J per call   J per item   gCO2e per call   base power
            -----------------   -----   -----   ----------   ----------   --------------   ----------
            minilm-batched          1       2       1.59 J      0.795 J           151 µg       34.8 %
            minilm-one-by-one       2       2       1.17 J       1.17 J           111 µg       44.4 %

            Per item, minilm-one-by-one takes 47 % more energy than minilm-batched (between 31 % and 65 %).
            The books balance, to the microjoule:
              measured 212.048 J = requests 3.928946 + idle 208.119054 + unattributed 0, residual 0 J
            """);
    assertThat(report.isSound()).isTrue();
  }

  @Test
  void aDifferenceWithinTheUncertaintyCannotBeTold() {
    for (String off : List.of("0.9", "3.0")) {
      String text =
          Sample.SIMULATED
              .text()
              .replace("source=\"simulated\"} 0.1\n", "source=\"simulated\"} " + off + "\n");
      assertThat(new Report(Exposition.parse(text)).lines())
          .contains(
              "Per item, it cannot be told which of minilm-batched and minilm-one-by-one takes less"
                  + " energy:")
          .anyMatch(line -> line.startsWith("they differ by 47 %, and may be off by "));
    }
    String unknown = Sample.SIMULATED.text().replace("joulebook_model_uncertainty", "other");
    assertThat(new Report(Exposition.parse(unknown)).lines())
        .anyMatch(line -> line.contains("cannot be told"));
  }

  @Test
  void aModelOnTheCpuIsNotMeasuredWhichIsNotZero() {
    Report report = new Report(Sample.NVML_MODEL_ON_THE_CPU.metrics());
    assertThat(report.lines())
        .anyMatch(
            line ->
                line.matches(
                    "Energy: joules by nvml \\(GPU-.*\\)\\. Grid: FR, 44 g/kWh, static\\."))
        .contains("minilm-batched         10      54   not measured (ran on the CPU)")
        .noneMatch(line -> line.contains("Per item"));
    assertThat(report.isSound()).isTrue();
  }

  @Test
  void joulesWithoutAZoneAreNotPricedWhichIsNotZero() {
    List<String> lines = new Report(Sample.SIMULATED_WITHOUT_ZONE.metrics()).lines();
    assertThat(lines.get(0)).endsWith("Grid: no zone set, so joules are not priced.");
    assertThat(lines)
        .anyMatch(line -> line.matches("minilm-batched .* 1\\.59 J .* not priced +34\\.8 %"));
  }

  @Test
  void withoutAPowerSourceThereAreOnlyCounts() {
    Report report = new Report(Exposition.parse("joulebook_calls_total{model=\"a\"} 3\n"));
    assertThat(report.lines())
        .contains("Energy: nothing measures it here.")
        .contains("a           3       0   not measured (no power source)");
  }

  @Test
  void callsWithoutKnownEnergyDoNotDiluteTheOthers() {
    String text =
        Sample.SIMULATED
            .text()
            .replace(
                "operation=\"predict\",outcome=\"ok\"} 1.0",
                "operation=\"predict\",outcome=\"ok\"} 5.0");
    assertThat(new Report(Exposition.parse(text)).lines())
        .anyMatch(line -> line.matches("minilm-batched +5 +2 +1\\.59 J +unknown .*"))
        .contains("4 calls of minilm-batched have no known energy.");
  }

  @Test
  void booksThatDoNotBalanceAreSaidNotTo() {
    String text = Sample.SIMULATED.text().replace("212.048", "212.049");
    Report report = new Report(Exposition.parse(text));
    assertThat(report.isSound()).isFalse();
    assertThat(report.lines())
        .anyMatch(line -> line.startsWith("THE BOOKS DO NOT BALANCE"))
        .anyMatch(line -> line.endsWith("residual 0.001 J"));
  }

  @Test
  void modelsThatDoNotAddUpToTheRequestsAreNoBalance() {
    String text = Sample.SIMULATED.text().replace("1.299872", "1.299873");
    assertThat(new Report(Exposition.parse(text)).isSound()).isFalse();
  }

  @Test
  void allIsSettledOnceEveryTextIsInTheBooks() {
    Exposition metrics = Sample.SIMULATED.metrics();
    assertThat(ReportCommand.isSettled(metrics, List.of("minilm-batched=2"))).isTrue();
    assertThat(ReportCommand.isSettled(metrics, List.of("minilm-batched=3"))).isFalse();
    assertThat(ReportCommand.isSettled(metrics, List.of("minilm-batched=2", "x=1"))).isFalse();
    String open = Sample.SIMULATED.text().replace("unsettled 0.0", "unsettled 1.0");
    assertThat(ReportCommand.isSettled(Exposition.parse(open), List.of())).isFalse();
  }
}
