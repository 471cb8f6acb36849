package io.joulebook.collector.report;

import static io.joulebook.collector.Entries.H100;
import static io.joulebook.collector.Entries.NOON;
import static io.joulebook.collector.Entries.call;
import static io.joulebook.collector.Entries.charge;
import static io.joulebook.collector.Entries.receipt;

import io.joulebook.collector.ConfiguredPath;
import io.joulebook.collector.Receipt;
import io.joulebook.collector.Statement;
import io.joulebook.collector.carbon.Footprint;
import io.joulebook.collector.carbon.Pue;
import io.joulebook.collector.feed.vendor.GridSettings;
import io.joulebook.collector.grid.Decision;
import io.joulebook.collector.grid.EmissionMethod;
import io.joulebook.collector.grid.FeedName;
import io.joulebook.collector.grid.FeedNames;
import io.joulebook.collector.grid.GridIntensity;
import io.joulebook.collector.grid.IntensityRecord;
import io.joulebook.collector.grid.IntensityResult;
import io.joulebook.collector.grid.RecordKind;
import io.joulebook.collector.grid.Said;
import io.joulebook.collector.grid.Tier;
import io.joulebook.collector.grid.Zone;
import io.joulebook.collector.history.Entry;
import io.joulebook.collector.history.History;
import io.joulebook.collector.receiptlog.EntryLine;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.json.JSONArray;
import org.json.JSONObject;

/** The files that an agent in Germany leaves behind, and reports on them. */
final class Archive {
  /** 360 J, a ten-thousandth of a kWh: at 250 g/kWh and a PUE of 1.2 these are 0.03 g. */
  static final long TEN_THOUSANDTH_KWH = 360_000_000;

  static final Instant DECIDED = NOON.plusSeconds(600);
  static final Instant REVISED = NOON.plusSeconds(3_600);

  static final FeedName FEED = FeedNames.ELECTRICITY_MAPS;
  static final Instant NOW = Instant.parse("2026-03-02T00:00:00Z");

  private static final Duration FIVE = Duration.ofMinutes(5);

  private final Path folder;
  private GridSettings grid;
  private Optional<Pue> pue = Optional.of(Pue.parse("1.2"));
  private Footprint footprint = Footprint.NONE;
  private Optional<Instant> from = Optional.empty();
  private Optional<Instant> to = Optional.empty();
  private Optional<Instant> asOf = Optional.empty();
  private List<String> sources;
  private Instant now = NOW;

  Archive(Path folder) {
    this.folder = folder;
    sources = List.of(folder.resolve("receipts.jsonl").toString());
    grid = grid(Optional.of(Said.DE), List.of(FEED, FeedName.STATIC));
    line("");
  }

  GridSettings grid(Optional<Zone> zone, List<FeedName> feeds) {
    GridSettings plain = GridSettings.of(zone, Optional.empty(), Optional.of(feeds));
    return new GridSettings(
        zone,
        Optional.empty(),
        Optional.of(feeds),
        plain.options(),
        plain.oldest(),
        Optional.empty(),
        Optional.of(history()));
  }

  // ---- what is asked

  Archive with(GridSettings other) {
    grid = other;
    return this;
  }

  Archive with(Footprint other) {
    footprint = other;
    return this;
  }

  Archive withoutPue() {
    pue = Optional.empty();
    return this;
  }

  Archive from(String time) {
    from = Optional.of(Instant.parse(time));
    return this;
  }

  Archive to(String time) {
    to = Optional.of(Instant.parse(time));
    return this;
  }

  Archive asOf(Instant time) {
    asOf = Optional.of(time);
    return this;
  }

  Archive at(Instant time) {
    now = time;
    return this;
  }

  Archive reading(String... texts) {
    sources = List.of(texts);
    return this;
  }

  // ---- what is written

  Archive receipts(Receipt... receipts) {
    List.of(receipts).forEach(receipt -> line(EntryLine.of(receipt)));
    return this;
  }

  Archive statements(Statement... statements) {
    List.of(statements).forEach(statement -> line(EntryLine.of(statement)));
    return this;
  }

  Archive line(String text) {
    try {
      Files.writeString(path(), text, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return this;
  }

  Path path() {
    return folder.resolve("receipts.jsonl");
  }

  /** The first feed says so many g/kWh of the five minutes that begin then. */
  Archive said(long grams, Instant bucket, Instant knownAt) {
    return history(new Entry.Known(Said.by(FEED, RecordKind.ACTUAL, grams, bucket, FIVE, knownAt)));
  }

  Archive decided(long grams, Instant bucket, Instant at) {
    return decided(FEED.toString(), grams, bucket, at);
  }

  /** The same of a price that a feed of any name gave. */
  Archive decided(String feed, long grams, Instant bucket, Instant at) {
    IntensityResult.Price price =
        new IntensityResult.Price(
            GridIntensity.ofMilligramsPerKwh(grams * 1_000), "DE", feed, Said.METHOD, Tier.ACTUAL);
    return history(new Entry.Priced(Said.DE, Said.METHOD, new Decision(bucket, at, price)));
  }

  /** The same of another zone or method. */
  static Entry foreign(Zone zone, EmissionMethod method, Entry.Known known) {
    IntensityRecord own = known.record();
    return new Entry.Known(
        new IntensityRecord(
            own.feed(),
            zone,
            own.from(),
            own.to(),
            own.knownAt(),
            own.kind(),
            method,
            own.intensity(),
            own.sourceValue(),
            own.sourceUnit(),
            own.updatedAt(),
            own.model(),
            own.bodySha256()));
  }

  private ConfiguredPath history() {
    return ConfiguredPath.of("grid.history", folder.resolve("history"));
  }

  Archive history(Entry entry) {
    try (History history = History.open(history(), Instant.EPOCH, told -> {}, said -> {})) {
      history.append(List.of(entry));
    }
    return this;
  }

  // ---- reports

  ReportRequest request() {
    return new ReportRequest("test", sources, grid, pue, footprint, from, to, asOf, now);
  }

  Report report() throws ReportException {
    return Report.of(request());
  }

  JSONObject json() throws ReportException {
    return new JSONObject(report().json());
  }

  static JSONObject only(JSONArray list) {
    if (list.length() != 1) {
      throw new AssertionError("not one but " + list.length() + ": " + list);
    }
    return list.getJSONObject(0);
  }

  /** A call of 0.03 g as first known, and of 0.024 g as known an hour later. */
  void revised() {
    receipts(receipt(call("m"), charge(H100, TEN_THOUSANDTH_KWH, 0)))
        .said(250, NOON, DECIDED)
        .decided(250, NOON, DECIDED)
        .said(200, NOON, REVISED);
  }

  GridSettings yearly() {
    return grid(Optional.of(Said.DE), List.of(FeedName.STATIC));
  }
}
