package io.joulebook.agent.whole;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.joulebook.agent.whole.LyingFeed.Mood;
import io.joulebook.nvml.fake.NeedsCompiler;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Grams of a JVM whose feed changes every five minutes, fails, lies and comes back are those that
 * receipts and history come to, by a second implementation of docs/carbon.md.
 */
@NeedsCompiler
@Tag("once") // it takes minutes, and is about grams, not about a Java version
class CarbonWholeTest {
  /** Midnight of a month's end is 40 s away: a busy machine has started its feeds by then. */
  private static final Instant START = Instant.parse("2026-02-28T23:21:00Z");

  private static final Instant MORNING = Instant.parse("2026-03-14T10:00:00Z");
  private static final String REJECTED = "joulebook_feed_rejected_total";
  private static final String MEASURED = "joulebook_measured_joules_total";

  @TempDir Path folder;

  @Test
  void gramsAreThoseOfReceiptsAndHistoryWhateverTheFeedDoes() throws Exception {
    try (LyingFeed feed = LyingFeed.open()) {
      CarbonHost host = new CarbonHost(folder, feed);
      List<CarbonPage> pages = new ArrayList<>();
      try (AgentJvm jvm = host.start("only", START, 100)) {
        run(feed, host, jvm, pages);
        Patience.await(() -> host.history().files().size() == 2 ? true : null, jvm::output);
        assertFeedIsToldOf(feed, jvm.metrics());
        String page = jvm.metrics().toString();
        jvm.say("exit");
        assertThat(jvm.awaitExit()).isZero();
        assertThat(jvm.err()).hasSize(1); // the port
        assertNoKey(jvm.output(), page, host.text("only"), host.history().lines().toString());
      }
      List<JsonNode> history = host.history().lines();
      assertEveryPriceFollows(history);
      assertNoLieIsKept(history, feed);
      assertThat(host.history().files()).hasSize(2); // midnight of a month's end has passed
      List<JsonNode> receipts = host.receipts("only");
      assertThat(Recount.crossings(receipts)).isPositive(); // their price is split
      for (CarbonPage page : pages) {
        page.assertExplainedBy(receipts, history, CarbonHost::ladder);
      }
    }
  }

  /** All that a feed may do; pages are scraped on the way. */
  private static void run(LyingFeed feed, CarbonHost host, AgentJvm jvm, List<CarbonPage> pages)
      throws Exception {
    awaitTiers(jvm, host, "actual", "estimated");
    pages.add(new CarbonPage(jvm.metrics()));

    feed.be(Mood.LYING);
    host.tellByFile(boundary(feed.now()).plus(Duration.ofMinutes(5)), 222);
    Metrics honest = jvm.metrics();
    Metrics lied = jvm.awaitMetrics(m -> allLiesCounted(m) && feed.lies().size() == reasons());
    pages.add(new CarbonPage(lied));
    assertThat(lied.value(MEASURED)).isGreaterThan(honest.value(MEASURED));

    feed.be(Mood.FAILING);
    awaitTiers(jvm, host, "second_feed", "last_known", "static");
    Metrics failing = jvm.awaitMetrics(m -> m.value("joulebook_feed_paused", "http-json") == 1);
    pages.add(new CarbonPage(failing));
    assertThat(failing.value(MEASURED)).isGreaterThan(lied.value(MEASURED));

    feed.be(Mood.BACK);
    CarbonPage out = new CarbonPage(failing);
    Metrics back =
        jvm.awaitMetrics(m -> new CarbonPage(m).restated() != out.restated() && isBack(m));
    pages.add(new CarbonPage(back));
    pages.add(settled(host, jvm));
  }

  private static boolean isBack(Metrics metrics) {
    return metrics.value("joulebook_feed_paused", "http-json") == 0
        && metrics.has("joulebook_co2e_restated_grams_total", "up")
        && metrics.has("joulebook_co2e_restated_grams_total", "down");
  }

  /** A page after the last call, with every price decided that calls wait for. */
  private static CarbonPage settled(CarbonHost host, AgentJvm jvm) throws Exception {
    // Stamps are those of the turn that settles a call, and between two turns this clock goes on by
    // more than a second: a boundary of five minutes falls between most calls, and then into a
    // dozen at once. By here a run may have none, by chance: some have to be waited for.
    Patience.await(
        Duration.ofMinutes(4),
        () -> Recount.crossings(host.receipts("only")) > 0 ? true : null,
        jvm::output);
    jvm.say("stop");
    jvm.awaitOut("stopped");
    Metrics stopped = jvm.awaitMetrics(m -> m.value("joulebook_calls_unsettled") == 0);
    double calls = stopped.value("joulebook_calls_total");
    String[] seen = {""};
    Patience.await(
        () -> {
          Recount written = Recount.of(host.receipts("only"));
          OwnLadder ladder = CarbonHost.ladder();
          host.history().lines().forEach(ladder::take);
          List<Instant> undecided =
              written.bucketsOfCalls().stream().filter(at -> ladder.decided(at).isEmpty()).toList();
          seen[0] = written.calls() + " of " + calls + " calls written, undecided " + undecided;
          return (written.calls() == calls && undecided.isEmpty()) ? true : null;
        },
        () -> seen[0] + "\n" + jvm.output());
    return new CarbonPage(jvm.metrics());
  }

  private static void awaitTiers(AgentJvm jvm, CarbonHost host, String... tiers) throws Exception {
    for (String tier : tiers) {
      awaiting(jvm, () -> host.history().hasPriced(tier));
    }
  }

  private static void awaiting(AgentJvm jvm, Callable<Boolean> condition) throws Exception {
    Patience.await(() -> condition.call() ? true : null, jvm::output);
  }

  private static Instant boundary(Instant time) {
    return Instant.ofEpochSecond((time.getEpochSecond() + 299) / 300 * 300);
  }

  // ---- what was said of the feed

  private static Set<String> reasonsOfLies() {
    return Set.of(Lie.values()).stream().map(Lie::reason).collect(Collectors.toSet());
  }

  private static int reasons() {
    return reasonsOfLies().size();
  }

  private static boolean allLiesCounted(Metrics metrics) {
    return reasonsOfLies().stream().allMatch(reason -> metrics.has(REJECTED, reason));
  }

  /** A request that was given up takes its lie with it, and is counted as unreachable. */
  private static void assertFeedIsToldOf(LyingFeed feed, Metrics metrics) {
    double unheard = 0;
    for (String reason : reasonsOfLies()) {
      double counted = metrics.value(REJECTED, "http-json", "\"" + reason + "\"");
      assertThat(counted).as(reason).isBetween(1.0, (double) feed.lies().get(reason));
      unheard += feed.lies().get(reason) - counted;
    }
    double unreachable = metrics.value("joulebook_feed_requests_total", "http-json", "unreachable");
    assertThat(unreachable - feed.failures()).isGreaterThanOrEqualTo(unheard / 2);
    assertThat(feed.strangers()).isZero();
    assertThat(metrics.value("joulebook_history_on_disk")).isEqualTo(1);
    assertThat(metrics.has("joulebook_history_errors_total")).isFalse();
  }

  private static void assertNoKey(String... texts) {
    assertThat(texts).noneMatch(text -> text.contains(LyingFeed.KEY));
  }

  // ---- what the history says

  /** Each price is what the lines above it come to, once, and neither too early nor unduly late. */
  private static void assertEveryPriceFollows(List<JsonNode> history) {
    OwnLadder ladder = CarbonHost.ladder();
    Set<String> tiers = new HashSet<>();
    for (JsonNode line : history) {
      if (HistoryFolder.isPrice(line)) {
        Instant bucket = Instant.parse(line.get("bucket").textValue());
        assertThat(ladder.decided(bucket)).as("decided before: %s", line).isEmpty();
        assertThat(OwnLadder.Price.of(line)).as("%s", line).isEqualTo(ladder.price(bucket));
        assertDue(line, bucket, ladder.toldByFirst(bucket));
        tiers.add(line.get("tier").textValue());
      }
      ladder.take(line);
    }
    assertThat(tiers).contains("actual", "estimated", "second_feed", "last_known", "static");
  }

  private static void assertDue(JsonNode price, Instant bucket, Optional<JsonNode> told) {
    Instant due =
        told.map(line -> Instant.parse(line.get("knownAt").textValue()))
            .orElse(bucket.plus(Duration.ofMinutes(5)).plus(CarbonHost.WAIT));
    assertThat(Instant.parse(price.get("decidedAt").textValue()))
        .as("%s", price)
        .isAfterOrEqualTo(due);
  }

  private static void assertNoLieIsKept(List<JsonNode> history, LyingFeed feed) {
    assertThat(history)
        .filteredOn(line -> !HistoryFolder.isPrice(line))
        .filteredOn(line -> line.get("feed").textValue().equals("http-json"))
        .isNotEmpty()
        .allMatch(line -> feed.said().contains(spelt(line)));
  }

  private static String spelt(JsonNode line) {
    return line.get("from").textValue()
        + " "
        + line.get("milligramsPerKwh").longValue()
        + " "
        + line.get("kind").textValue();
  }

  // ---- another run

  @Test
  void whatAnotherRunDecidedStandsAndASecondWriterKeepsToMemory() throws Exception {
    try (LyingFeed feed = LyingFeed.open()) {
      CarbonHost host = new CarbonHost(folder, feed);
      decideSomePrices(host);
      List<JsonNode> before = host.history().prices();
      // What the first run left to be priced would be in the second's counters, not its receipts.
      Files.delete(host.history().waiting());
      tearTail(host);
      feed.be(Mood.BACK);
      // The clock is set back into the first run: what it uses energy in has been decided.
      Instant again = MORNING.plus(Duration.ofMinutes(6));
      try (AgentJvm second = host.start("second", again, 10)) {
        second.awaitMetrics(m -> m.value("joulebook_history_on_disk") == 1);
        try (AgentJvm third = host.start("third", again, 10)) {
          third.awaitMetrics(m -> m.has("joulebook_history_errors_total", "locked"));
          CarbonPage inMemory = new CarbonPage(third.awaitMetrics(CarbonWholeTest::isCorrected));
          CarbonPage onDisk = new CarbonPage(second.awaitMetrics(CarbonWholeTest::isCorrected));
          assertThat(third.metrics().value("joulebook_history_on_disk")).isZero();
          assertThat(third.awaitErr("another process writes to")).contains("grid.history");
          assertThat(second.metrics().value("joulebook_history_errors_total", "torn_tail"))
              .isEqualTo(1);
          end(second, third);
          List<JsonNode> history = host.history().lines();
          onDisk.assertExplainedBy(host.receipts("second"), history, CarbonHost::ladder);
          // What the third heard it has told nobody, but it heard the same of the same.
          inMemory.assertExplainedBy(host.receipts("third"), history, CarbonHost::ladder);
          assertEveryPriceFollows(history, before);
        }
      }
    }
  }

  private static boolean isCorrected(Metrics metrics) {
    return metrics.value("joulebook_co2e_grams_total", "operational", "large") > 0
        && metrics.value("joulebook_co2e_restated_grams_total") > 0;
  }

  private static void decideSomePrices(CarbonHost host) throws Exception {
    try (AgentJvm first = host.start("first", MORNING, 10)) {
      awaiting(first, () -> host.history().prices().size() >= 4);
      end(first);
    }
  }

  private static void end(AgentJvm... jvms) throws Exception {
    for (AgentJvm jvm : jvms) {
      jvm.say("stop");
      jvm.say("exit");
    }
    for (AgentJvm jvm : jvms) {
      assertThat(jvm.awaitExit()).isZero();
    }
  }

  private static void tearTail(CarbonHost host) throws Exception {
    List<Path> files = host.history().files();
    Files.writeString(
        files.get(files.size() - 1), "{\"v\":1,\"type\":\"price\",\"zo", StandardOpenOption.APPEND);
  }

  /** The first run's prices stand where they stood, and no five minutes has two. */
  private static void assertEveryPriceFollows(List<JsonNode> history, List<JsonNode> before) {
    List<JsonNode> prices = history.stream().filter(HistoryFolder::isPrice).toList();
    assertThat(prices).startsWith(before.toArray(JsonNode[]::new));
    assertThat(prices.stream().map(line -> line.get("bucket").textValue())).doesNotHaveDuplicates();
  }
}
