package io.joulebook.collector.report;

import static io.joulebook.collector.Entries.H100;
import static io.joulebook.collector.Entries.NOON;
import static io.joulebook.collector.Entries.PRETENDED;
import static io.joulebook.collector.Entries.call;
import static io.joulebook.collector.Entries.charge;
import static io.joulebook.collector.Entries.receipt;
import static io.joulebook.collector.Entries.statement;
import static io.joulebook.collector.Entries.traced;
import static io.joulebook.collector.Entries.withTokens;
import static io.joulebook.collector.report.Archive.only;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.joulebook.collector.Account;
import io.joulebook.collector.Charge;
import io.joulebook.collector.Glob;
import io.joulebook.collector.Grams;
import io.joulebook.collector.Joules;
import io.joulebook.collector.Receipt;
import io.joulebook.collector.Statement;
import io.joulebook.collector.carbon.Embodied;
import io.joulebook.collector.carbon.Footprint;
import io.joulebook.collector.carbon.Training;
import io.joulebook.collector.carbon.Wue;
import io.joulebook.collector.grid.FeedName;
import io.joulebook.collector.grid.Kind;
import io.joulebook.collector.grid.Method;
import io.joulebook.collector.grid.Said;
import io.joulebook.collector.grid.Zone;
import io.joulebook.collector.history.Entry;
import io.joulebook.collector.server.GridSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.json.JSONObject;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportTest {
  /** 360 J, a ten-thousandth of a kWh: at 250 g/kWh and a PUE of 1.2 these are 0.03 g. */
  private static final long TEN_THOUSANDTH_KWH = 360_000_000;

  private static final Instant DECIDED = NOON.plusSeconds(600);
  private static final Instant REVISED = NOON.plusSeconds(3_600);

  @TempDir private Path folder;
  private Archive archive;

  @BeforeEach
  void opened() {
    archive = new Archive(folder);
  }

  // ---- first known, now, as of

  @Test
  void gramsAreToldAsFirstKnownAndAsKnownNow() throws ReportException {
    revised();
    JSONObject model = only(archive.json().getJSONArray("models"));

    assertThat(model.getLong("firstKnownNanograms")).isEqualTo(30_000_000);
    assertThat(model.getLong("nowNanograms")).isEqualTo(24_000_000);
    JSONObject counter = only(model.getJSONArray("firstKnown"));
    assertThat(counter.getLong("nanograms")).isEqualTo(30_000_000);
    assertThat(counter.getString("tier")).isEqualTo("actual");
  }

  @Test
  void asOfLeavesOutWhatBecameKnownLater() throws ReportException {
    revised();
    JSONObject report = archive.asOf(REVISED.minusSeconds(1)).json();

    assertThat(only(report.getJSONArray("models")).getLong("nowNanograms")).isEqualTo(30_000_000);
    assertThat(report.getJSONObject("historyLines").getLong("later")).isEqualTo(1);
  }

  @Test
  void asOfLeavesOutEntriesThatBeginLater() throws ReportException {
    revised();
    assertThat(archive.asOf(NOON).json().getLong("entries")).isZero();
  }

  private void revised() {
    archive
        .receipts(receipt(call("m"), charge(H100, TEN_THOUSANDTH_KWH, 0)))
        .said(250, NOON, DECIDED)
        .decided(250, NOON, DECIDED)
        .said(200, NOON, REVISED);
  }

  @Test
  void fiveMinutesWithoutADecisionArePricedByWhatIsKnown() throws ReportException {
    archive
        .receipts(receipt(call("m"), charge(H100, TEN_THOUSANDTH_KWH, 0)))
        .said(250, NOON, DECIDED);
    JSONObject model = only(archive.json().getJSONArray("models"));

    assertThat(model.getLong("firstKnownNanograms")).isEqualTo(30_000_000);
    assertThat(model.getLong("undecidedMicrojoules")).isEqualTo(TEN_THOUSANDTH_KWH);
  }

  @Test
  void aValueFarPastThePeriodDoesNotPushItOut() throws ReportException {
    revised();
    Instant sameSlot = NOON.plus(PastPrices.BEFORE).plusSeconds(300);
    archive
        .said(900, sameSlot, sameSlot.plusSeconds(600))
        .decided(900, sameSlot, sameSlot.plusSeconds(600));
    JSONObject model = only(archive.to("2026-03-02T00:00:00Z").json().getJSONArray("models"));

    assertThat(model.getLong("firstKnownNanograms")).isEqualTo(30_000_000);
    assertThat(model.getLong("nowNanograms")).isEqualTo(24_000_000);
  }

  @Test
  void linesOfAnotherZoneOrMethodAreLeftOutAndCounted() throws ReportException {
    revised();
    Entry.Known known =
        new Entry.Known(
            Said.by(Archive.FEED, Kind.ACTUAL, 900, NOON, Duration.ofMinutes(5), REVISED));
    archive
        .history(Archive.foreign(new Zone("FR"), Said.METHOD, known))
        .history(Archive.foreign(Said.DE, Method.AVERAGE_DIRECT, known));
    JSONObject report = archive.json();

    assertThat(report.getJSONObject("historyLines").getLong("foreign")).isEqualTo(2);
    assertThat(only(report.getJSONArray("models")).getLong("nowNanograms")).isEqualTo(24_000_000);
  }

  @Test
  void theHistoryTellsTheMethodWhereTheSettingsDoNotAndAnotherIsNotMixedIn()
      throws ReportException {
    Entry.Known known =
        new Entry.Known(
            Said.by(FeedName.FILE, Kind.ACTUAL, 100, NOON, Duration.ofMinutes(5), DECIDED));
    archive
        .with(archive.grid(Optional.of(Said.DE), List.of(FeedName.FILE, FeedName.STATIC)))
        .history(Archive.foreign(Said.DE, Method.AVERAGE_DIRECT, known))
        .receipts(
            receipt(call("m"), charge(H100, TEN_THOUSANDTH_KWH, 0)),
            receipt(call("m"), later(charge(H100, 5, 0))));
    JSONObject report = archive.json();

    assertThat(report.getString("basis")).isEqualTo("direct");
    JSONObject model = only(report.getJSONArray("models"));
    assertThat(model.getLong("firstKnownNanograms")).isEqualTo(12_000_000);
    assertThat(model.getJSONObject("unpricedNowMicrojoules").getLong("no_intensity")).isEqualTo(5);
  }

  private static Charge later(Charge charge) {
    Instant from = NOON.plus(Duration.ofHours(9));
    return charge(charge.device(), charge.active().micros(), charge.base().micros(), from, from);
  }

  // ---- files

  @Test
  void damagedAndTornLinesAreCountedAndTheRestIsRead() throws ReportException {
    revised();
    archive.line("{\"type\":\"receipt\"}\n").line("\u0000\u0000\n").line("{\"type\":\"rece");
    JSONObject report = archive.json();

    assertThat(report.getLong("lines")).isEqualTo(4);
    assertThat(report.getLong("damagedLines")).isEqualTo(3);
    assertThat(report.getLong("entries")).isEqualTo(1);
    assertThat(archive.report().text()).contains("3 damaged or torn and LEFT OUT");
  }

  @Test
  void anEntryThatNoMeterWritesIsDamagedToo() throws ReportException {
    archive
        .with(yearly())
        .receipts(
            receipt(call("m"), charge(H100, -1, 0)),
            receipt(call("m"), charge(H100, Long.MAX_VALUE, 0)),
            receipt(call("m"), charge(H100, 1, 0)));
    JSONObject report = archive.json();

    assertThat(report.getLong("damagedLines")).isEqualTo(2);
    assertThat(only(report.getJSONArray("models")).getLong("calls")).isEqualTo(1);
  }

  @Test
  void liveFeedsNeedTheirHistory() {
    archive.receipts(receipt(call("m"), charge(H100, 1, 0)));
    assertThatThrownBy(archive::report)
        .isInstanceOf(ReportException.class)
        .hasMessageContaining("grid.history")
        .hasMessageContaining(folder.toString());
  }

  @Test
  void aMissingFileIsNamed() {
    assertThatThrownBy(() -> new Archive(folder.resolve("none")).report())
        .hasMessageContaining("none");
  }

  @Test
  void aPeriodWithNothingInItSaysSo() throws ReportException {
    revised();
    assertThat(archive.from("2027-01-01T00:00:00Z").report().text())
        .contains("No call and no statement begins in this period.");
  }

  @Test
  void periodsThatFollowEachOtherAddUp() throws ReportException {
    archive.with(yearly());
    Receipt across =
        receipt(call("m"), charge(H100, 1_000, 0, NOON.minusSeconds(1), NOON.plusSeconds(1)));
    archive.receipts(across, receipt(call("m"), charge(H100, 10, 0)));

    assertThat(entries(new Period(Optional.empty(), Optional.of(NOON)))).isZero();
    assertThat(entries(new Period(Optional.of(NOON), Optional.empty()))).isEqualTo(2);
  }

  private long entries(Period period) throws ReportException {
    ReportRequest all = archive.request();
    return new JSONObject(
            Report.of(
                    new ReportRequest(
                        "test",
                        all.receipts(),
                        all.grid(),
                        all.pue(),
                        all.footprint(),
                        period.from(),
                        period.to(),
                        Optional.empty(),
                        all.now()))
                .json())
        .getLong("entries");
  }

  private GridSettings yearly() {
    return archive.grid(Optional.of(Said.DE), List.of(FeedName.STATIC));
  }

  // ---- units of work

  @Test
  void gramsPerTokenAreAllGramsByAllTokensAndIdleEnergyIsSpread() throws ReportException {
    revised();
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
    assertThat(model.getLong("sciNanograms")).isEqualTo(96_000_000);
    assertThat(picograms(model, "call")).isEqualTo(48_000_000_000L);
    assertThat(picograms(model, "item")).isEqualTo(12_000_000_000L);
    assertThat(picograms(model, "output_token")).isEqualTo(9_600_000_000L);
    assertThat(picograms(model, "request")).isEqualTo(96_000_000_000L);
    assertThat(model.getLong("calls")).isEqualTo(3);
    assertThat(model.getLong("measuredCalls")).isEqualTo(2);
  }

  private static long picograms(JSONObject model, String per) {
    for (Object rate : model.getJSONArray("sci")) {
      if (((JSONObject) rate).getString("per").equals(per)) {
        return ((JSONObject) rate).getLong("picograms");
      }
    }
    throw new AssertionError(per + " is missing: " + model);
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
    archive.with(yearly()).with(new Footprint(List.of(tonne), List.of(), Optional.empty()));
    archive.receipts(
        receipt(call("m"), charge(H100, 3_600_000_000L, 0, NOON, NOON.plusSeconds(3_600))));
    JSONObject model = only(archive.json().getJSONArray("models"));

    assertThat(model.getLong("embodiedNanograms")).isEqualTo(28_538_812_785L);
    assertThat(model.getLong("embodiedLowNanograms")).isEqualTo(14_269_406_393L);
  }

  @Test
  void trainingAndWaterStandBesideAndInNoOtherFigure() throws ReportException {
    archive
        .with(yearly())
        .with(
            new Footprint(
                List.of(),
                List.of(new Training(Glob.of("m"), Grams.ofNanos(1_000), 4)),
                Optional.of(Wue.parse("0.5"))))
        .receipts(receipt(call("m"), charge(H100, 3_600_000_000L, 0)), receipt(call("m")));
    JSONObject model = only(archive.json().getJSONArray("models"));

    assertThat(model.getLong("trainingNanograms")).isEqualTo(500);
    assertThat(model.getLong("waterNanolitres")).isEqualTo(500_000);
    assertThat(model.getLong("embodiedNanograms")).isZero();
  }

  // ---- what is said

  @Test
  void inventedEnergyIsSaidAtTheHead() throws ReportException {
    archive.with(yearly()).receipts(receipt(call("m"), charge(PRETENDED, 1_000_000, 0)));

    assertThat(archive.report().text().lines().limit(4))
        .anyMatch(line -> line.contains("SIMULATED: 1.00 J of 1.00 J (100 %) are invented"));
    assertThat(archive.json().getJSONArray("warnings").toString()).contains("SIMULATED");
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
    archive.with(yearly()).statements(sound);
    assertThat(archive.report().text()).doesNotContain("OUT OF BALANCE");

    archive.statements(wrong);
    assertThat(archive.report().text().lines().limit(4))
        .anyMatch(l -> l.contains("OUT OF BALANCE"));
    assertThat(only(archive.json().getJSONArray("devices")).getLong("differenceMicrojoules"))
        .isEqualTo(1);
  }

  @Test
  void anAssumedFacilityFactorIsSaid() throws ReportException {
    revised();
    assertThat(archive.report().text()).contains("1.2 (configured)");
    assertThat(archive.withoutPue().report().text()).contains("1 (assumed: pue is unset)");
    assertThat(only(archive.json().getJSONArray("models")).getLong("firstKnownNanograms"))
        .isEqualTo(25_000_000);
  }

  @Test
  void figuresAreFinalAfterNinetyDays() throws ReportException {
    revised();
    Instant ninetyDaysOn = NOON.plus(Duration.ofDays(90));
    assertThat(archive.json().getString("finality")).startsWith("may still be revised");
    assertThat(archive.at(ninetyDaysOn).json().getString("finality")).startsWith("may still");
    assertThat(archive.at(ninetyDaysOn.plusSeconds(2)).json().getString("finality"))
        .startsWith("final: all");
    assertThat(archive.with(yearly()).json().getString("finality")).startsWith("final: prices");
  }

  @Test
  void whatLicencesWantStandsBesideTheFigures() throws ReportException {
    revised();
    assertThat(archive.report().text()).contains("Electricity Maps").doesNotContain("Ember");
    assertThat(archive.with(yearly()).report().text()).contains("Ember", "CC-BY-4.0");
  }

  @Test
  void namesCannotSteerTheTerminal() throws ReportException {
    archive.with(yearly()).receipts(receipt(call("m\u001b[2J\nx"), charge(H100, 1, 0)));
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
  void independentDoubtsAddAsSquaresAndThoseOfATierDirectly() throws ReportException {
    revised();
    JSONObject model = only(archive.json().getJSONArray("models"));

    // sqrt(0.13^2 + 0.10^2) of 24,000,000 ng
    assertThat(model.getDouble("highNanograms")).isCloseTo(27_936_293.0, within(1.0));
    assertThat(model.getDouble("lowNanograms")).isCloseTo(20_063_707.0, within(1.0));
  }

  @Test
  void theTextHasTheSumsOfTheJson() throws ReportException {
    revised();
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
