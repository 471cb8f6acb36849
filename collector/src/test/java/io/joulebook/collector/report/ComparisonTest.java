package io.joulebook.collector.report;

import static io.joulebook.collector.Entries.H100;
import static io.joulebook.collector.Entries.NOON;
import static io.joulebook.collector.Entries.PRETENDED;
import static io.joulebook.collector.report.Archive.only;
import static org.assertj.core.api.Assertions.assertThat;

import io.joulebook.collector.Call;
import io.joulebook.collector.Charge;
import io.joulebook.collector.Device;
import io.joulebook.collector.Entries;
import io.joulebook.collector.Joules;
import io.joulebook.collector.Quality;
import io.joulebook.collector.Receipt;
import io.joulebook.collector.feed.vendor.GridSettings;
import io.joulebook.collector.grid.FeedName;
import io.joulebook.collector.grid.Said;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.json.JSONObject;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ComparisonTest {
  private static final Optional<String> SEARCH = Optional.of("/search");

  @TempDir private Path folder;
  private Archive archive;

  @BeforeEach
  void opened() {
    archive = new Archive(folder);
    archive.with(archive.grid(Optional.of(Said.DE), List.of(FeedName.STATIC)));
  }

  @Test
  void movingAllWorkToTheCheaperModelSavesTheDifferencePerItem() throws ReportException {
    archive.receipts(
        receipt("large", SEARCH, 4, H100, 360_000_000, 0),
        receipt("small", SEARCH, 2, H100, 45_000_000, 0));
    JSONObject saving = saving();

    // 360 J less 4 items at 22.5 J.
    assertThat(saving.getString("from")).isEqualTo("large");
    assertThat(saving.getString("to")).isEqualTo("small");
    assertThat(saving.getLong("microjoules")).isEqualTo(270_000_000);
    assertThat(saving.getLong("thousandths")).isEqualTo(750);
    long large = archive.json().getJSONArray("models").getJSONObject(0).getLong("nowNanograms");
    assertThat(saving.getLong("nanograms")).isEqualTo(Math.round(large * 0.75));
    assertThat(saving.getBoolean("told")).isTrue();
    assertThat(archive.report().text()).contains("would save 270 J", "75.0 %", Disclosures.CAVEAT);
  }

  @Test
  void callsAreComparedWhereOneModelHasNoItems() throws ReportException {
    archive.receipts(
        receipt("large", SEARCH, 0, H100, 100, 0), receipt("small", SEARCH, 2, H100, 50, 0));
    JSONObject comparison = only(archive.json().getJSONArray("comparisons"));

    assertThat(comparison.getString("unit")).isEqualTo("call");
    assertThat(only(comparison.getJSONArray("savings")).getLong("microjoules")).isEqualTo(50);
  }

  @Test
  void aDifferenceWithinTheUncertaintyIsNotTold() throws ReportException {
    archive.receipts(
        receipt("large", SEARCH, 1, H100, 100, 4), receipt("small", SEARCH, 1, H100, 95, 4));

    assertThat(saving().getBoolean("told")).isFalse();
    assertThat(archive.report().text()).contains("cannot be told");
  }

  @Test
  void theGainOfOneSensorChangesNoOrderButThatOfTwoDoes() throws ReportException {
    archive.receipts(
        receipt("large", SEARCH, 1, H100, 110, 0), receipt("small", SEARCH, 1, H100, 100, 0));
    assertThat(saving().getBoolean("told")).isTrue();

    archive.receipts(receipt("small", SEARCH, 1, PRETENDED, 100, 0));
    assertThat(saving().getBoolean("told")).isFalse();
  }

  @Test
  void modelsThatServeTheSameRequestsAreNoAlternatives() throws ReportException {
    for (int i = 0; i < 40; i++) {
      String id = "request " + i;
      String reranker = i % 2 == 0 ? "ranker-a" : "ranker-b";
      archive.receipts(
          Entries.traced(id, receipt("embedder", SEARCH, 1, H100, 10, 0)),
          Entries.traced(id, receipt(reranker, SEARCH, 1, H100, i % 2 == 0 ? 100 : 50, 0)));
    }
    // One in forty requests was tried with both.
    archive.receipts(Entries.traced("request 0", receipt("ranker-b", SEARCH, 1, H100, 50, 0)));

    assertThat(saving().getString("from")).isEqualTo("ranker-a");
    assertThat(saving().getString("to")).isEqualTo("ranker-b");
    assertThat(archive.report().text()).doesNotContain("embedder to", "to embedder");
  }

  @Test
  void aSavingWithoutAPriceHasNoGrams() throws ReportException {
    archive
        .with(GridSettings.of(Optional.empty(), Optional.empty(), Optional.empty()))
        .receipts(
            receipt("large", SEARCH, 1, H100, 200, 10), receipt("small", SEARCH, 1, H100, 50, 0));

    assertThat(saving().has("nanograms")).isFalse();
    assertThat(archive.report().text().replaceAll("\\s+", " "))
        .contains("would save 150 uJ (+-10.0 uJ), grams not known, 75.0 % (+-5.00 %)");
  }

  @Test
  void withoutARouteTheEnginesOperationStandsForIt() throws ReportException {
    archive.receipts(
        receipt("large", Optional.empty(), 1, H100, 110, 0),
        receipt("small", Optional.empty(), 1, H100, 100, 0),
        receipt("other", SEARCH, 1, H100, 100, 0));

    assertThat(only(archive.json().getJSONArray("comparisons")).getString("where"))
        .isEqualTo("onnxruntime run");
  }

  private JSONObject saving() throws ReportException {
    return only(only(archive.json().getJSONArray("comparisons")).getJSONArray("savings"));
  }

  static Receipt receipt(
      String model,
      Optional<String> route,
      long items,
      Device device,
      long micros,
      long uncertainty) {
    return new Receipt(
        new Call(model, "onnxruntime", "run", Call.Outcome.OK),
        NOON,
        Duration.ofMillis(20),
        OptionalLong.of(items),
        OptionalLong.empty(),
        OptionalLong.empty(),
        route,
        Optional.empty(),
        List.of(
            new Charge(
                device,
                NOON,
                NOON.plusMillis(20),
                Joules.ofMicros(micros),
                Joules.ZERO,
                Joules.ofMicros(uncertainty),
                Duration.ofMillis(20))),
        Quality.MEASURED);
  }
}
