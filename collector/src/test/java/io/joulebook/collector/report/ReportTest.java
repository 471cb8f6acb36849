package io.joulebook.collector.report;

import static io.joulebook.collector.Entries.H100;
import static io.joulebook.collector.Entries.NOON;
import static io.joulebook.collector.Entries.call;
import static io.joulebook.collector.Entries.charge;
import static io.joulebook.collector.Entries.receipt;
import static io.joulebook.collector.report.Archive.DECIDED;
import static io.joulebook.collector.report.Archive.REVISED;
import static io.joulebook.collector.report.Archive.TEN_THOUSANDTH_KWH;
import static io.joulebook.collector.report.Archive.only;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.joulebook.collector.Charge;
import io.joulebook.collector.Receipt;
import io.joulebook.collector.grid.EmissionMethod;
import io.joulebook.collector.grid.FeedName;
import io.joulebook.collector.grid.FeedNames;
import io.joulebook.collector.grid.RecordKind;
import io.joulebook.collector.grid.Said;
import io.joulebook.collector.grid.Zone;
import io.joulebook.collector.history.Entry;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.json.JSONObject;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportTest {
  @TempDir private Path folder;
  private Archive archive;

  @BeforeEach
  void opened() {
    archive = new Archive(folder);
  }

  // ---- first known, now, as of

  @Test
  void gramsAreToldAsFirstKnownAndAsKnownNow() throws ReportException {
    archive.revised();
    JSONObject model = only(archive.json().getJSONArray("models"));

    assertThat(model.getLong("firstKnownNanograms")).isEqualTo(30_000_000);
    assertThat(model.getLong("nowNanograms")).isEqualTo(24_000_000);
    JSONObject counter = only(model.getJSONArray("firstKnown"));
    assertThat(counter.getLong("nanograms")).isEqualTo(30_000_000);
    assertThat(counter.getString("tier")).isEqualTo("actual");
  }

  @Test
  void asOfLeavesOutWhatBecameKnownLater() throws ReportException {
    archive.revised();
    JSONObject report = archive.asOf(REVISED.minusSeconds(1)).json();

    assertThat(only(report.getJSONArray("models")).getLong("nowNanograms")).isEqualTo(30_000_000);
    assertThat(report.getJSONObject("historyLines").getLong("later")).isEqualTo(1);
  }

  @Test
  void asOfLeavesOutEntriesThatBeginLater() throws ReportException {
    archive.revised();
    assertThat(archive.asOf(NOON).json().getLong("entries")).isZero();
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
    archive.revised();
    Instant sameSlot = NOON.plus(PastPrices.BEFORE).plusSeconds(300);
    archive
        .said(900, sameSlot, sameSlot.plusSeconds(600))
        .decided(900, sameSlot, sameSlot.plusSeconds(600));
    JSONObject model = only(archive.to("2026-03-02T00:00:00Z").json().getJSONArray("models"));

    assertThat(model.getLong("firstKnownNanograms")).isEqualTo(30_000_000);
    assertThat(model.getLong("nowNanograms")).isEqualTo(24_000_000);
  }

  @Test
  void aPriceMayBeOfAFeedThatThisVersionCannotName() throws ReportException {
    archive
        .receipts(receipt(call("m"), charge(H100, TEN_THOUSANDTH_KWH, 0)))
        .decided("Feed of 2030", 250, NOON, DECIDED);

    assertThat(only(archive.json().getJSONArray("models")).getLong("firstKnownNanograms"))
        .isEqualTo(30_000_000);
  }

  @Test
  void linesOfAnotherZoneOrMethodAreLeftOutAndCounted() throws ReportException {
    archive.revised();
    Entry.Known known =
        new Entry.Known(
            Said.by(Archive.FEED, RecordKind.ACTUAL, 900, NOON, Duration.ofMinutes(5), REVISED));
    archive
        .history(Archive.foreign(new Zone("FR"), Said.METHOD, known))
        .history(Archive.foreign(Said.DE, EmissionMethod.AVERAGE_DIRECT, known));
    JSONObject report = archive.json();

    assertThat(report.getJSONObject("historyLines").getLong("foreign")).isEqualTo(2);
    assertThat(only(report.getJSONArray("models")).getLong("nowNanograms")).isEqualTo(24_000_000);
  }

  @Test
  void theHistoryTellsTheMethodWhereTheSettingsDoNotAndAnotherIsNotMixedIn()
      throws ReportException {
    Entry.Known known =
        new Entry.Known(
            Said.by(FeedNames.FILE, RecordKind.ACTUAL, 100, NOON, Duration.ofMinutes(5), DECIDED));
    archive
        .with(archive.grid(Optional.of(Said.DE), List.of(FeedNames.FILE, FeedName.STATIC)))
        .history(Archive.foreign(Said.DE, EmissionMethod.AVERAGE_DIRECT, known))
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
    archive.revised();
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
        .with(archive.yearly())
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
    archive.revised();
    assertThat(archive.from("2027-01-01T00:00:00Z").report().text())
        .contains("No call and no statement begins in this period.");
  }

  @Test
  void periodsThatFollowEachOtherAddUp() throws ReportException {
    archive.with(archive.yearly());
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
}
