package io.joulebook.collector.report;

import static io.joulebook.collector.Entries.H100;
import static io.joulebook.collector.Entries.NOON;
import static io.joulebook.collector.Entries.PACKAGE;
import static io.joulebook.collector.Entries.PRETENDED;
import static io.joulebook.collector.Entries.call;
import static io.joulebook.collector.Entries.charge;
import static io.joulebook.collector.Entries.receipt;
import static io.joulebook.collector.Entries.statement;
import static io.joulebook.collector.Entries.traced;
import static io.joulebook.collector.Entries.withTokens;
import static io.joulebook.collector.report.Archive.TEN_THOUSANDTH_KWH;
import static io.joulebook.collector.report.Archive.only;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.joulebook.collector.Account;
import io.joulebook.collector.Component;
import io.joulebook.collector.Device;
import io.joulebook.collector.Glob;
import io.joulebook.collector.Grams;
import io.joulebook.collector.Joules;
import io.joulebook.collector.Quality;
import io.joulebook.collector.Receipt;
import io.joulebook.collector.Source;
import io.joulebook.collector.Statement;
import io.joulebook.collector.carbon.Embodied;
import io.joulebook.collector.carbon.Footprint;
import io.joulebook.collector.carbon.Training;
import io.joulebook.collector.carbon.Wue;
import io.joulebook.collector.feed.vendor.GridSettings;
import io.joulebook.collector.grid.FeedName;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.json.JSONArray;
import org.json.JSONObject;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a report says of work, of devices and of itself. */
class ReportFiguresTest {
  private static final Duration FIVE = Duration.ofMinutes(5);

  @TempDir private Path folder;
  private Archive archive;

  @BeforeEach
  void opened() {
    archive = new Archive(folder);
  }

  // ---- units of work

  @Test
  void gramsPerTokenAreAllGramsByAllTokensAndIdleEnergyIsSpread() throws ReportException {
    archive.revised();
    archive
        .receipts(
            traced("a", withTokens(5, 1, receipt(call("t"), charge(H100, TEN_THOUSANDTH_KWH, 0)))),
            traced("a", withTokens(5, 9, receipt(call("t"), charge(H100, TEN_THOUSANDTH_KWH, 0)))),
            receipt(call("t")))
        .statements(
            statement(
                H100,
                Map.of(
                    Account.REQUESTS,
                    Joules.ofMicros(3 * TEN_THOUSANDTH_KWH),
                    Account.IDLE,
                    Joules.ofMicros(3 * TEN_THOUSANDTH_KWH))));
    JSONObject model = archive.json().getJSONArray("models").getJSONObject(1);

    // 2 x 0.024 g of its own, twice that with the idle half: 0.096 g.
    assertThat(model.getBigDecimal("sciGrams")).isEqualByComparingTo("0.096");
    assertThat(grams(model, "call")).isEqualByComparingTo("0.048");
    assertThat(grams(model, "item")).isEqualByComparingTo("0.012");
    assertThat(grams(model, "output_token")).isEqualByComparingTo("0.0096");
    assertThat(grams(model, "request")).isEqualByComparingTo("0.096");
    assertThat(model.getLong("calls")).isEqualTo(3);
    assertThat(model.getLong("measuredCalls")).isEqualTo(2);
  }

  /** The same as {@code FootprintTest} has, of a ten-thousandth of it: 0.01 g + 2 x 0.05 g. */
  @Test
  void theEnergyOfEachSourceHasTheIntensityOfItsOwnTime() throws ReportException {
    Instant later = NOON.plus(FIVE);
    archive
        .withoutPue()
        .said(100, NOON, Archive.DECIDED)
        .decided(100, NOON, Archive.DECIDED)
        .said(500, later, Archive.DECIDED)
        .decided(500, later, Archive.DECIDED)
        .receipts(
            receipt(
                call("m"),
                charge(H100, TEN_THOUSANDTH_KWH, 0, NOON, later),
                charge(PACKAGE, TEN_THOUSANDTH_KWH, 0, later, later.plus(FIVE))))
        .statements(
            statement(
                H100,
                Map.of(Account.REQUESTS, Joules.ofMicros(TEN_THOUSANDTH_KWH)),
                NOON,
                FIVE,
                FIVE),
            statement(
                PACKAGE,
                Map.of(
                    Account.REQUESTS,
                    Joules.ofMicros(TEN_THOUSANDTH_KWH),
                    Account.IDLE,
                    Joules.ofMicros(TEN_THOUSANDTH_KWH)),
                later,
                FIVE,
                FIVE));

    JSONObject model = only(archive.json().getJSONArray("models"));
    assertThat(model.getBigDecimal("sciGrams")).isEqualByComparingTo("0.11");
  }

  private static BigDecimal grams(JSONObject model, String per) {
    for (Object rate : model.getJSONArray("sci")) {
      if (((JSONObject) rate).getString("per").equals(per)) {
        return ((JSONObject) rate).getBigDecimal("grams");
      }
    }
    throw new AssertionError(per + " is missing: " + model);
  }

  /** 40 uJ at 342.06 g/kWh are 3.8 ng, for four items. */
  @Test
  void aScoreIsNeverRoundedToNothing() throws ReportException {
    archive
        .with(archive.yearly())
        .withoutPue()
        .receipts(receipt(call("m"), charge(H100, 4, 0)))
        .statements(statement(H100, Map.of(Account.REQUESTS, Joules.ofMicros(4))));
    JSONObject model = only(archive.json().getJSONArray("models"));

    assertThat(grams(model, "item")).isEqualByComparingTo("9.50167E-11");
    assertThat(archive.report().text()).contains("0.0950 ng");
  }

  @Test
  void idleOfADeviceIsBorneByTheCallsOnItEvenIfFilesArePooled() throws ReportException {
    Device other = new Device("GPU-2", Component.GPU, Source.NVML);
    archive
        .with(archive.yearly())
        .withoutPue()
        .receipts(
            receipt(call("a"), charge(H100, 3_600_000_000L, 0)),
            receipt(call("b"), charge(other, 3_600_000_000L, 0)))
        .statements(
            statement(
                H100,
                Map.of(
                    Account.REQUESTS,
                    Joules.ofMicros(3_600_000_000L),
                    Account.IDLE,
                    Joules.ofMicros(7_200_000_000L))),
            statement(other, Map.of(Account.REQUESTS, Joules.ofMicros(3_600_000_000L))));
    JSONArray models = archive.json().getJSONArray("models");

    assertThat(grams(models.getJSONObject(0), "call")).isEqualByComparingTo("1.02618");
    assertThat(grams(models.getJSONObject(1), "call")).isEqualByComparingTo("0.34206");
  }

  @Test
  void whatIsNotKnownIsNotNothing() throws ReportException {
    GridSettings nowhere = GridSettings.of(Optional.empty(), Optional.empty(), Optional.empty());
    archive
        .with(nowhere)
        .receipts(receipt(call("m"), charge(H100, 7, 0)), receipt(call("blind")))
        .statements(statement(H100, Map.of(Account.REQUESTS, Joules.ofMicros(7))));

    JSONObject json = archive.json();
    JSONObject blind = json.getJSONArray("models").getJSONObject(0);
    assertThat(blind.keySet())
        .doesNotContain(
            "activeMicrojoules",
            "baseMicrojoules",
            "inputTokens",
            "outputTokens",
            "measuredOutputTokens",
            "requests",
            "embodiedNanograms",
            "firstKnownNanograms",
            "nowNanograms");
    assertThat(json.getJSONObject("calls").keySet())
        .doesNotContain("embodiedNanograms", "firstKnownNanograms", "nowNanograms");
    assertThat(archive.report().text())
        .contains("exact: 0.000007 J; grams are not known")
        .containsPattern("blind \\(.*\\) +1 +0 +4 +- +- +-")
        .doesNotContain("0.000000000 g", " 0 g");
  }

  @Test
  void factorsAreToldAsTheyWereStated() throws ReportException {
    Embodied odd =
        new Embodied(
            Glob.of("*"),
            Grams.ofNanos(876_500_000_000_000L),
            Duration.ofHours(1_642 * 24 + 12),
            1_000,
            1_000,
            "configured");
    archive
        .with(archive.yearly())
        .with(new Footprint(List.of(odd), List.of(), Optional.empty()))
        .receipts(receipt(call("m"), charge(H100, 7, 0)));

    assertThat(archive.json().getJSONArray("factors").toString())
        .contains("TE 876.5 kg, lifetime 1642.5 days");
  }

  /** The example of the specification: 1000 kg, four years, one hour reserved. */
  @Test
  void anHourOfFourYearsBearsItsPartOfATonne() throws ReportException {
    Embodied tonne =
        new Embodied(
            Glob.of("*"),
            Grams.ofNanos(1_000_000_000_000_000L),
            Duration.ofDays(4 * 365L),
            1_000,
            1_000,
            "configured");
    archive.with(archive.yearly()).with(new Footprint(List.of(tonne), List.of(), Optional.empty()));
    archive.receipts(
        receipt(call("m"), charge(H100, 3_600_000_000L, 0, NOON, NOON.plusSeconds(3_600))));
    JSONObject model = only(archive.json().getJSONArray("models"));

    assertThat(model.getLong("embodiedNanograms")).isEqualTo(28_538_812_785L);
    assertThat(model.getLong("embodiedLowNanograms")).isEqualTo(14_269_406_393L);
  }

  @Test
  void trainingAndWaterStandBesideAndInNoOtherFigure() throws ReportException {
    archive
        .with(archive.yearly())
        .with(
            new Footprint(
                List.of(),
                List.of(new Training(Glob.of("m"), Grams.ofNanos(1_000), 4)),
                Optional.of(Wue.parse("0.5"))))
        .receipts(receipt(call("m"), charge(H100, 3_600_000_000L, 0)), receipt(call("m")));
    JSONObject model = only(archive.json().getJSONArray("models"));

    assertThat(model.getLong("trainingNanograms")).isEqualTo(500);
    assertThat(model.getLong("waterNanolitres")).isEqualTo(500_000);
    assertThat(model.has("embodiedNanograms")).as("which is not stated").isFalse();
  }

  // ---- what is said

  @Test
  void inventedEnergyIsSaidAtTheHead() throws ReportException {
    archive.with(archive.yearly()).receipts(receipt(call("m"), charge(PRETENDED, 1_000_000, 0)));

    assertThat(archive.report().text().lines().limit(4))
        .anyMatch(line -> line.contains("SIMULATED: 1.00 J of 1.00 J (100 %) are invented"));
    assertThat(archive.json().getJSONArray("warnings").toString()).contains("SIMULATED");
  }

  @Test
  void aDeviceThatOthersMeterTooIsSaidAtTheHead() throws ReportException {
    Receipt alone = receipt(call("m"), charge(H100, 1_000_000, 0));
    archive.with(archive.yearly()).receipts(alone);
    assertThat(archive.report().text()).doesNotContain("SHARED");

    archive.receipts(
        new Receipt(
            alone.call(),
            alone.start(),
            alone.duration(),
            alone.items(),
            alone.tokens(),
            alone.route(),
            alone.traceId(),
            alone.requestId(),
            alone.charges(),
            Quality.SHARED,
            1));
    assertThat(archive.report().text().lines().limit(4))
        .anyMatch(line -> line.contains("SHARED: other agents metered " + H100.id() + " too"));
    assertThat(archive.json().getJSONArray("warnings").toString()).contains("SHARED");
  }

  @Test
  void booksOutOfBalanceAreSaidAtTheHead() throws ReportException {
    Statement sound = statement(H100, Map.of(Account.IDLE, Joules.ofMicros(5)));
    Statement wrong =
        new Statement(
            sound.device(),
            sound.from(),
            sound.to(),
            sound.length(),
            sound.busy(),
            Joules.ofMicros(6),
            sound.accounts(),
            Joules.ZERO,
            sound.sensor());
    archive.with(archive.yearly()).statements(sound);
    assertThat(archive.report().text()).doesNotContain("OUT OF BALANCE");

    archive.statements(wrong);
    assertThat(archive.report().text().lines().limit(4))
        .anyMatch(l -> l.contains("OUT OF BALANCE"));
    assertThat(only(archive.json().getJSONArray("devices")).getLong("differenceMicrojoules"))
        .isEqualTo(1);
  }

  @Test
  void anAssumedFacilityFactorIsSaid() throws ReportException {
    archive.revised();
    assertThat(archive.report().text()).contains("1.2 (configured)");
    assertThat(archive.withoutPue().report().text()).contains("1 (assumed: pue is unset)");
    assertThat(only(archive.json().getJSONArray("models")).getLong("firstKnownNanograms"))
        .isEqualTo(25_000_000);
  }

  @Test
  void figuresAreFinalAfterNinetyDays() throws ReportException {
    archive.revised();
    Instant ninetyDaysOn = NOON.plus(Duration.ofDays(90));
    assertThat(archive.json().getString("finality")).startsWith("may still be revised");
    assertThat(archive.at(ninetyDaysOn).json().getString("finality")).startsWith("may still");
    assertThat(archive.at(ninetyDaysOn.plusSeconds(2)).json().getString("finality"))
        .startsWith("final: all");
    assertThat(archive.with(archive.yearly()).json().getString("finality"))
        .startsWith("final: prices");
  }

  @Test
  void whatLicencesWantStandsBesideTheFigures() throws ReportException {
    archive.revised();
    assertThat(archive.report().text()).contains("Electricity Maps").doesNotContain("Ember");
    assertThat(archive.with(archive.yearly()).report().text()).contains("Ember", "CC-BY-4.0");
  }

  @Test
  void namesCannotSteerTheTerminal() throws ReportException {
    archive.with(archive.yearly()).receipts(receipt(call("m\u001b[2J\nx"), charge(H100, 1, 0)));
    assertThat(archive.report().text()).contains("m?[2J?x");
  }

  @Test
  void withoutAZoneJoulesStayAndGramsAreMissing() throws ReportException {
    archive
        .with(archive.grid(Optional.empty(), List.of(FeedName.STATIC)))
        .receipts(receipt(call("m"), charge(H100, 7, 0)));
    JSONObject model = only(archive.json().getJSONArray("models"));

    assertThat(model.getJSONObject("unpricedFirstKnownMicrojoules").getLong("no_zone"))
        .isEqualTo(7);
    assertThat(archive.report().text()).contains("UNPRICED", "0.000007 J (no_zone)");
    assertThat(model.has("firstKnownNanograms")).isFalse();
    assertThat(model.has("nowNanograms")).isFalse();
    assertThat(model.has("lowNanograms")).isFalse();
    assertThat(archive.report().text()).doesNotContain("0 g to 0 g").contains("!!  UNPRICED");
  }

  @Test
  void independentUncertaintiesAddAsSquaresAndThoseOfATierDirectly() throws ReportException {
    archive.revised();
    JSONObject model = only(archive.json().getJSONArray("models"));

    // sqrt(0.13^2 + 0.10^2) of 24,000,000 ng
    assertThat(model.getDouble("highNanograms")).isCloseTo(27_936_293.0, within(1.0));
    assertThat(model.getDouble("lowNanograms")).isCloseTo(20_063_707.0, within(1.0));
  }

  @Test
  void theTextHasTheSumsOfTheJson() throws ReportException {
    archive.revised();
    archive.receipts(receipt(call("other"), charge(PRETENDED, 12_345_678, 9)));
    JSONObject calls = archive.json().getJSONObject("calls");

    assertThat(archive.report().text())
        .contains(
            "exact: "
                + Joules.ofMicros(calls.getLong("microjoules"))
                + ", "
                + Grams.ofNanos(calls.getLong("firstKnownNanograms"))
                + " first known");
  }
}
