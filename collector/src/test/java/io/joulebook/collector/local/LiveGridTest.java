package io.joulebook.collector.local;

import static io.joulebook.collector.Entries.H100;
import static io.joulebook.collector.Entries.call;
import static io.joulebook.collector.Entries.charge;
import static io.joulebook.collector.Entries.receipt;
import static io.joulebook.collector.Entries.statement;
import static org.assertj.core.api.Assertions.assertThat;

import io.joulebook.collector.Account;
import io.joulebook.collector.ConfiguredPath;
import io.joulebook.collector.Joules;
import io.joulebook.collector.feed.vendor.FeedOptions;
import io.joulebook.collector.feed.vendor.FeedSettings;
import io.joulebook.collector.feed.vendor.GridSettings;
import io.joulebook.collector.grid.Decision;
import io.joulebook.collector.grid.EmissionMethod;
import io.joulebook.collector.grid.FeedName;
import io.joulebook.collector.grid.FeedNames;
import io.joulebook.collector.grid.GridIntensity;
import io.joulebook.collector.grid.IntensityResult;
import io.joulebook.collector.grid.Tier;
import io.joulebook.collector.grid.Zone;
import io.joulebook.collector.history.Entry;
import io.joulebook.collector.history.History;
import io.joulebook.collector.http.Endpoint;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A collector with a real feed, a real thread, a real history and a real endpoint. */
class LiveGridTest {
  private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
  private static final long KILOWATT_HOUR = 3_600_000_000_000L;

  @TempDir private Path folder;
  private final List<String> said = new ArrayList<>();

  @Test
  void energyIsPricedByTheFeedAndTheDecisionIsInTheHistory() throws Exception {
    Files.writeString(
        folder.resolve("feed.csv"),
        "from,to,g_per_kwh\n2026-03-01T12:00:00Z,2026-03-01T13:00:00Z,301.5\n");
    try (InProcessCollector collector = open();
        Endpoint endpoint = serve(collector)) {
      collector.accept(receipt(call("m"), charge(H100, KILOWATT_HOUR, 0)));
      collector.accept(
          statement(H100, Map.of(Account.REQUESTS, Joules.ofMicros(KILOWATT_HOUR)), NOON));
      assertThat(scrape(endpoint)).contains("joulebook_pending_joules{source=\"nvml\"} 3600000.0");

      assertThat(collector.watchGrid(said::add))
          .singleElement()
          .satisfies(thread -> assertThat(thread.isDaemon()).isTrue())
          .satisfies(thread -> assertThat(thread.getName()).isEqualTo("joulebook-feeds"));
      String shown = awaitPriced(endpoint);

      assertThat(shown)
          .contains("tier=\"estimated\",zone=\"DE\"} 301.5")
          .contains("joulebook_pending_joules{source=\"nvml\"} 0.0")
          .contains("joulebook_feed_requests_total{feed=\"file\",outcome=\"ok\"} 1.0")
          .contains(
              "joulebook_grid_interval_end_timestamp_seconds{feed=\"file\",zone=\"DE\"} 1.77237E9");
      assertThat(said).isEmpty();
    }
    assertThat(Files.readString(folder.resolve("history/history-2026-03.jsonl")))
        .contains("\"type\":\"intensity\"", "\"sourceValue\":\"301.5\"")
        .contains("\"bucket\":\"2026-03-01T12:00:00Z\",\"tier\":\"estimated\"");
  }

  @Test
  void decisionsOfAnotherZoneAreNotTakenOver() throws Exception {
    Files.writeString(
        folder.resolve("feed.csv"),
        "from,to,g_per_kwh\n2026-03-01T12:00:00Z,2026-03-01T13:00:00Z,301.5\n");
    Decision elsewhere =
        new Decision(
            NOON,
            NOON,
            new IntensityResult.Price(
                GridIntensity.parse("40"),
                "FR",
                "file",
                EmissionMethod.AVERAGE_LIFECYCLE,
                Tier.ACTUAL));
    try (History history = History.open(history(), NOON, entry -> {}, said::add)) {
      history.append(
          List.of(new Entry.Priced(new Zone("FR"), EmissionMethod.AVERAGE_LIFECYCLE, elsewhere)));
    }
    try (InProcessCollector collector = open();
        Endpoint endpoint = serve(collector)) {
      collector.accept(receipt(call("m"), charge(H100, KILOWATT_HOUR, 0)));
      collector.watchGrid(said::add);

      assertThat(awaitPriced(endpoint))
          .containsPattern("joulebook_co2e_grams_total\\{.*zone=\"DE\"} 301.5");
    }
  }

  @Test
  void aPartOfACountryIsNotHeldAgainstTheCountrysRow() throws Exception {
    Files.writeString(
        folder.resolve("feed.csv"),
        "from,to,g_per_kwh\n2026-03-01T12:00:00Z,2026-03-01T13:00:00Z,27\n");
    try (InProcessCollector collector = open("US-NW-BPAT");
        Endpoint endpoint = serve(collector)) {
      collector.accept(receipt(call("m"), charge(H100, KILOWATT_HOUR, 0)));
      collector.watchGrid(said::add);

      assertThat(awaitPriced(endpoint))
          .containsPattern("joulebook_co2e_grams_total\\{.*zone=\"US-NW-BPAT\"} 27.0");
    }
  }

  @Test
  void aColdStartWithoutTheFeedIsPricedByTheTable() throws Exception {
    try (InProcessCollector collector = open();
        Endpoint endpoint = serve(collector)) {
      Instant longAgo = NOON.minus(Duration.ofHours(2));
      collector.accept(
          receipt(call("m"), charge(H100, KILOWATT_HOUR, 0, longAgo, longAgo.plusSeconds(1))));
      collector.watchGrid(said::add);

      assertThat(awaitPriced(endpoint)).contains("tier=\"static\",zone=\"DE\"} 342.06");
      // A page says how the feeds do before it says what calls cost: a turn may come between.
      String asked = "joulebook_feed_requests_total{feed=\"file\",outcome=";
      assertThat(await(endpoint, asked)).contains(asked);
    }
  }

  @Test
  void whatWaitsWhenAJvmEndsIsPricedOnceByTheNext() throws Exception {
    try (InProcessCollector first = open();
        Endpoint endpoint = serve(first)) {
      first.watchGrid(said::add);
      first.accept(receipt(call("m"), charge(H100, KILOWATT_HOUR, 0)));
      first.accept(
          statement(
              H100,
              Map.of(
                  Account.REQUESTS, Joules.ofMicros(KILOWATT_HOUR),
                  Account.IDLE, Joules.ofMicros(KILOWATT_HOUR))));
      assertThat(await(endpoint, "joulebook_history_on_disk 1.0"))
          .contains("joulebook_pending_joules{source=\"nvml\"} 7200000.0")
          .doesNotContain("co2e_grams_total{");
    }
    Files.writeString(
        folder.resolve("feed.csv"),
        "from,to,g_per_kwh\n2026-03-01T12:00:00Z,2026-03-01T13:00:00Z,301.5\n");
    try (InProcessCollector next = open();
        Endpoint endpoint = serve(next)) {
      next.watchGrid(said::add);
      assertThat(await(endpoint, "joulebook_co2e_grams_total{"))
          .containsPattern("joulebook_co2e_grams_total\\{.*model=\"m\".*} 301.5")
          .containsPattern("device_co2e_grams_total\\{account=\"idle\".*} 301.5")
          .containsPattern("device_co2e_grams_total\\{account=\"requests\".*} 301.5")
          .contains("joulebook_pending_joules{source=\"nvml\"} 0.0");
    }
    try (InProcessCollector third = open();
        Endpoint endpoint = serve(third)) {
      third.watchGrid(said::add);
      assertThat(await(endpoint, "outcome=\"ok\"} 1.0")).doesNotContain("co2e_grams_total{");
    }
    assertThat(said).isEmpty();
  }

  @Test
  void whatWaitsIsNotPricedByAnotherZone() throws Exception {
    try (InProcessCollector first = open();
        Endpoint endpoint = serve(first)) {
      first.watchGrid(said::add);
      first.accept(receipt(call("m"), charge(H100, KILOWATT_HOUR, 0)));
      await(endpoint, "joulebook_history_on_disk 1.0");
    }
    Files.writeString(
        folder.resolve("feed.csv"),
        "from,to,g_per_kwh\n2026-03-01T12:00:00Z,2026-03-01T13:00:00Z,301.5\n");
    try (InProcessCollector next = open("US-NW-BPAT");
        Endpoint endpoint = serve(next)) {
      next.watchGrid(said::add);
      assertThat(await(endpoint, "outcome=\"ok\"} 1.0")).doesNotContain("co2e_grams_total{");
    }
  }

  /** As when one pod replaces another: the next begins before the one before has ended. */
  @Test
  void aJvmThatBeganBeforeTheOtherEndedTakesOverItsFolderAndWhatWaits() throws Exception {
    AtomicReference<Instant> now = new AtomicReference<>(NOON);
    try (InProcessCollector next = open("DE", now::get);
        Endpoint endpoint = serve(next)) {
      try (InProcessCollector first = open();
          Endpoint ofFirst = serve(first)) {
        first.watchGrid(said::add);
        first.accept(receipt(call("m"), charge(H100, KILOWATT_HOUR, 0)));
        await(ofFirst, "joulebook_history_on_disk 1.0");
        next.watchGrid(said::add);
        String locked = "joulebook_history_errors_total{reason=\"locked\"} 1.0";
        assertThat(await(endpoint, locked)).contains(locked, "joulebook_history_on_disk 0.0");
      }
      Files.writeString(
          folder.resolve("feed.csv"),
          "from,to,g_per_kwh\n2026-03-01T12:00:00Z,2026-03-01T13:00:00Z,301.5\n");
      now.set(NOON.plus(Duration.ofMinutes(2)));

      assertThat(awaitPriced(endpoint))
          .containsPattern("joulebook_co2e_grams_total\\{.*model=\"m\".*} 301.5");
      String onDisk = "joulebook_history_on_disk 1.0";
      assertThat(await(endpoint, onDisk)).contains(onDisk);
    }
  }

  @Test
  void aFeedThatSaysNothingOfUseForAnHourIsSaid() throws Exception {
    Files.writeString(folder.resolve("feed.csv"), "<html>");
    AtomicReference<Instant> now = new AtomicReference<>(NOON);
    try (InProcessCollector collector = open("DE", now::get);
        Endpoint endpoint = serve(collector)) {
      collector.watchGrid(said::add);
      String malformed = "joulebook_feed_requests_total{feed=\"file\",outcome=\"malformed\"} ";
      assertThat(await(endpoint, malformed + "1.0")).contains(malformed + "1.0");
      now.set(NOON.plus(Duration.ofMinutes(61)));
      assertThat(await(endpoint, malformed + "2.0")).contains(malformed + "2.0");
    }
    assertThat(said)
        .singleElement()
        .asString()
        .contains("feed file has given no usable value for an hour (malformed: shape)");
  }

  @Test
  void withoutLiveFeedsNothingIsStarted() {
    try (InProcessCollector collector = InProcessCollector.open(CollectorSettings.of("1"))) {
      assertThat(collector.hasLiveFeeds()).isFalse();
      assertThat(collector.watchGrid(said::add)).isEmpty();
    }
  }

  private InProcessCollector open() {
    return open("DE");
  }

  private ConfiguredPath history() {
    return ConfiguredPath.of("grid.history", folder.resolve("history"));
  }

  private InProcessCollector open(String zone) {
    return open(zone, InstantSource.fixed(NOON));
  }

  private InProcessCollector open(String zone, InstantSource clock) {
    GridSettings grid =
        new GridSettings(
            Optional.of(new Zone(zone)),
            Optional.empty(),
            Optional.of(List.of(FeedNames.FILE, FeedName.STATIC)),
            FeedSettings.of(
                Map.of(
                    FeedOptions.of("file.path"), folder.resolve("feed.csv").toString(),
                    FeedOptions.of("file.signal"), "average",
                    FeedOptions.of("file.basis"), "lifecycle"),
                Map.of(),
                Optional.empty()),
            Duration.ofHours(3),
            Optional.empty(),
            Optional.of(history()));
    return InProcessCollector.open(CollectorSettings.of("1").withGrid(grid), clock);
  }

  private static Endpoint serve(InProcessCollector collector) throws Exception {
    return collector.serve(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
  }

  private static String awaitPriced(Endpoint endpoint) throws Exception {
    return await(endpoint, "joulebook_co2e_grams_total{");
  }

  private static String await(Endpoint endpoint, String part) throws Exception {
    String shown = scrape(endpoint);
    for (int i = 0; i < 300 && !shown.contains(part); i++) {
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(100));
      shown = scrape(endpoint);
    }
    return shown;
  }

  private static String scrape(Endpoint endpoint) throws Exception {
    URI uri = URI.create("http://127.0.0.1:" + endpoint.address().getPort() + "/metrics");
    return HttpClient.newHttpClient()
        .send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString())
        .body();
  }
}
