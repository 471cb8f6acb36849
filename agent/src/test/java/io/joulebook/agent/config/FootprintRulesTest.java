package io.joulebook.agent.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.joulebook.collector.Glob;
import io.joulebook.collector.Grams;
import io.joulebook.collector.carbon.Embodied;
import io.joulebook.collector.carbon.Footprint;
import io.joulebook.collector.carbon.Training;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FootprintRulesTest {
  @Test
  void nothingIsCountedUnlessItIsStated() {
    assertThat(read("").footprint()).isEqualTo(Footprint.NONE);
  }

  @Test
  void aPresetHasALifetimeAndAllOfTheDevice() {
    assertThat(read("embodied: [{preset: hgx-h100, lifetime: 5y}]").footprint().embodied())
        .usingRecursiveFieldByFieldElementComparatorIgnoringFields("device")
        .containsExactly(
            new Embodied(
                Glob.of("*"), kilograms(164), Duration.ofDays(5 * 365L), 1_000, 1_000, "preset"));
  }

  @Test
  void presetsOfACardAndItsServerAreAddedUp() {
    assertThat(embodied("preset: [hgx-h100, server-8-gpu], lifetime: 4y").total())
        .isEqualTo(Grams.ofNanos(876_500_000_000_000L));
  }

  @Test
  void aFigureOfOnesOwnHasItsDeviceShareAndUtilisation() {
    Embodied read =
        embodied("device: 'GPU-1*', kg: 127.6, lifetime: 4.5y, share: 0.5, utilisation: 0.8");

    assertThat(read.device().matches("GPU-17")).isTrue();
    assertThat(read.device().matches("GPU-2")).isFalse();
    assertThat(read.total()).isEqualTo(Grams.ofNanos(127_600_000_000_000L));
    assertThat(read.lifetime()).isEqualTo(Duration.ofHours(39_420));
    assertThat(read.shareThousandths()).isEqualTo(500);
    assertThat(read.utilisationThousandths()).isEqualTo(800);
    assertThat(read.origin()).isEqualTo("configured");
  }

  @Test
  void trainingIsAMassOrAnEnergyWithItsIntensity() {
    assertThat(trained("model: llama*, kg: 20, calls: 1000").total()).isEqualTo(kilograms(20));
    Training read = trained("model: llama*, kwh: 1200, intensity: 342.06, calls: 50000000");
    assertThat(read.total()).isEqualTo(Grams.ofNanos(410_472_000_000_000L));
    assertThat(read.calls()).isEqualTo(50_000_000);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "embodied: yes|embodied must be a list of maps",
        "embodied: [1]|embodied[0] must be a map",
        "embodied: [{kg: 1}]|lifetime is \"null\": it must be years of 365 days",
        "embodied: [{kg: 1, lifetime: 4}]|lifetime is \"4\"",
        "embodied: [{kg: 1, lifetime: 60y}]|at most 50 years",
        "embodied: [{lifetime: 4y}]|either preset or kg",
        "embodied: [{kg: 1, preset: hgx-h100, lifetime: 4y}]|either preset or kg",
        "embodied: [{preset: h200, lifetime: 4y}]|'h200' is no preset; there are: hgx-h100",
        "embodied: [{kg: -1, lifetime: 4y}]|kg is \"-1\": it must be a plain number",
        "embodied: [{kg: 0, lifetime: 4y}]|kg is 0: it must be above 0",
        "embodied: [{kg: 1e9, lifetime: 4y}]|more than the books can hold",
        "embodied: [{kg: .inf, lifetime: 4y}]|plain number",
        "embodied: [{kg: 99999999999, lifetime: 4y}]|more than the books can hold",
        "embodied: [{kg: 1, lifetime: 4y, share: 1.5}]|share is 1.500: it must be from 0.001 to 1",
        "embodied: [{kg: 1, lifetime: 4y, share: 0}]|share is 0.000",
        "embodied: [{kg: 1, lifetime: 4y, share: 0.0001}]|at most three decimals",
        "embodied: [{kg: 1, lifetime: 4y, wattage: 7}]|unknown key wattage; allowed are: [device, kg",
        "training: [{kg: 1}]|training[0] lacks calls",
        "training: [{kwh: 1, calls: 1}]|training[0] lacks intensity",
        "training: [{kg: 1, kwh: 1, calls: 1}]|either kg, or kwh",
        "training: [{kg: 1, calls: 0}]|at least one call",
        "training: [{kg: 1, calls: 1e90}]|calls is \"1.0E90\": it must be at most 1000000000000",
        "embodied: [{kg: 1, lifetime: 4y, share: 1e90}]|share is \"1.0E90\": it must be at most",
        "embodied: [{kg: 1, lifetime: 4y, utilisation: 1e12}]|from 0.001 to 1",
        "training: [{kg: 1, calls: 1.5}]|calls is \"1.5\": it must be a whole number",
      })
  void aBadRuleIsOneLineAndIsLeftOut(String yaml, String why) {
    FootprintRules rules = read(yaml);

    assertThat(rules.footprint()).isEqualTo(Footprint.NONE);
    assertThat(rules.complaints()).singleElement().asString().contains(why);
  }

  @Test
  void aBadRuleLeavesTheOthers() {
    FootprintRules rules = read("embodied: [{preset: h200, lifetime: 4y}, {kg: 1, lifetime: 4y}]");

    assertThat(rules.footprint().embodied()).hasSize(1);
    assertThat(rules.complaints()).singleElement().asString().startsWith("embodied[0]");
  }

  private static Embodied embodied(String fields) {
    FootprintRules rules = read("embodied: [{" + fields + "}]");
    assertThat(rules.complaints()).isEmpty();
    return rules.footprint().embodied().get(0);
  }

  private static Training trained(String fields) {
    FootprintRules rules = read("training: [{" + fields + "}]");
    assertThat(rules.complaints()).isEmpty();
    return rules.footprint().training().get(0);
  }

  private static Grams kilograms(long kilograms) {
    return Grams.ofNanos(kilograms * 1_000_000_000_000L);
  }

  private static FootprintRules read(String yaml) {
    Settings settings =
        Settings.resolve(new Inputs("config=j.yaml", Map.of(), Map.of(), path -> yaml));
    assertThat(settings.complaints()).isEmpty();
    return FootprintRules.of(settings);
  }
}
