package io.joulebook.agent.whole;

import com.fasterxml.jackson.databind.JsonNode;
import io.joulebook.agent.whole.app.TwoModels;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** How a host is started whose grams are priced with a feed of one's own and a file. */
final class CarbonHost {
  static final Duration OLDEST = Duration.ofMinutes(10);

  /** Ember's average of Germany in 2024, as in the yearly table. */
  static final long YEARLY_MILLIGRAMS = 342_060;

  /** Interval, usual lag of nothing, and two polls of a minute. */
  static final Duration WAIT = Duration.ofMinutes(7);

  private static final String TYPE = "io.joulebook.agent.whole.app.TwoModels";

  private final Path folder;
  private final LyingFeed feed;
  private final HistoryFolder history;

  CarbonHost(Path folder, LyingFeed feed) {
    this.folder = folder;
    this.feed = feed;
    history = new HistoryFolder(folder.resolve("history"));
  }

  HistoryFolder history() {
    return history;
  }

  /** Starts a JVM at that time of day, so many threads of it with calls of some seconds. */
  AgentJvm start(String name, Instant time, int threads) throws Exception {
    if (!Files.exists(file())) {
      tellByFile(time.minus(Duration.ofHours(2)), 100);
    }
    Path config = folder.resolve(name + ".yaml");
    Files.writeString(config, configuration(name));
    return FastClock.in(folder)
        .from(
            time, AgentJvm.main(TwoModels.class, String.valueOf(threads)).agent("config=" + config))
        .environment("CARBON_TEST_KEY", LyingFeed.KEY)
        .start();
  }

  private String configuration(String name) {
    return String.join(
        "\n",
        "metrics.address: 127.0.0.1:0",
        "power.source: simulated",
        "hooks.custom: [" + TYPE + "#large=large, " + TYPE + "#small=small]",
        "receipts.file: " + receiptsFile(name),
        "receipts.rotate: 64GiB,8784h", // not at midnight, which passes
        "statements.interval: 0s",
        "pue: 1.2",
        "grid: {zone: DE, feeds: [http-json, file, static], oldest: 10m}",
        "grid.history: " + history.path(),
        "feeds.file: {path: " + file() + ", signal: average, basis: lifecycle}",
        "feeds.http-json:",
        "  url: '" + feed.url() + "'",
        "  headers: {" + LyingFeed.KEY_HEADER + ": {env: CARBON_TEST_KEY}}",
        "  values: /data",
        "  from: /from",
        "  resolution: 5m",
        "  value: /g",
        "  estimated: /estimated",
        "  zone: /zone",
        "  unit: gCO2/kWh",
        "  signal: average",
        "  basis: lifecycle",
        "  poll: 1m",
        "  licence: none, it is made up",
        "  attribution: a test",
        "embodied: [{kg: 164, lifetime: 5y, utilisation: 0.8}]",
        "");
  }

  private Path receiptsFile(String name) {
    return folder.resolve(name + ".jsonl");
  }

  List<JsonNode> receipts(String name) throws IOException {
    return Recount.lines(receiptsFile(name));
  }

  String text(String name) throws IOException {
    return Files.readString(receiptsFile(name));
  }

  private Path file() {
    return folder.resolve("second.csv");
  }

  /** Lets the second feed, the file, tell of five minutes; of the next it has a forecast. */
  void tellByFile(Instant begin, long grams) throws IOException {
    Instant end = begin.plus(Duration.ofMinutes(5));
    String rows =
        String.join(
            "\n",
            "from,to,g_per_kwh,kind",
            begin + "," + end + "," + grams + ",actual",
            end + "," + end.plus(Duration.ofMinutes(5)) + ",555,forecast",
            "");
    Path next = Files.writeString(folder.resolve("next.csv"), rows);
    Files.move(next, file(), StandardCopyOption.ATOMIC_MOVE);
  }

  /** A ladder that knows nothing yet. */
  static OwnLadder ladder() {
    return new OwnLadder(List.of("http-json", "file"), OLDEST, YEARLY_MILLIGRAMS);
  }
}
