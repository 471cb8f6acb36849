package io.joulebook.collector.feed.vendor;

import static org.assertj.core.api.Assertions.assertThat;

import io.joulebook.collector.feed.Feed;
import io.joulebook.collector.feed.FeedFacts;
import io.joulebook.collector.feed.FetchOutcome;
import io.joulebook.collector.feed.Rejection;
import io.joulebook.collector.feed.http.Credential;
import io.joulebook.collector.feed.http.Secret;
import io.joulebook.collector.grid.Basis;
import io.joulebook.collector.grid.Zone;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ElectricityMapsFeedTest {
  private static final Zone DE = new Zone("DE");
  private static final String KEY = "em-key-1";

  /** As tests/fixtures/carbon_intensity_history.json of jpbede/aioelectricitymaps@935bca9. */
  private static final String HOURS =
      """
      {"zone":"DE","history":[
        {"zone":"DE","carbonIntensity":400,"datetime":"2026-11-23T11:00:00.000Z",
         "updatedAt":"2026-11-23T11:40:00.000Z","createdAt":"2026-11-20T11:00:00.000Z",
         "emissionFactorType":"lifecycle","isEstimated":false,"estimationMethod":null},
        {"zone":"DE","carbonIntensity":416.5,"datetime":"2026-11-23T12:00:00.000Z",
         "updatedAt":"2026-11-23T11:48:27.926Z","createdAt":"2026-11-20T11:00:00.000Z",
         "emissionFactorType":"lifecycle","isEstimated":true,
         "estimationMethod":"TIME_SLICER_AVERAGE"}]}
      """;

  @Test
  void theLastDayComesFromItsHistoryAndEstimatesAreCalledThat() {
    try (VendorServer maps = VendorServer.saying(HOURS)) {
      CheckedAnswer verdict = CheckedAnswer.on(feed(maps, "/v4"), DE);
      assertThat(maps.request().path()).isEqualTo("/v4/carbon-intensity/history");
      assertThat(maps.request().query())
          .containsEntry("zone", "DE")
          .containsEntry("emissionFactorType", "lifecycle")
          .containsEntry("disableCallerLookup", "true");
      assertThat(maps.request().header("auth-token")).contains(KEY);
      assertThat(verdict.lines())
          .containsExactly(
              "2026-11-23T11:00:00Z PT1H actual 400.000 g/kWh",
              "2026-11-23T12:00:00Z PT1H estimated 416.500 g/kWh");
      assertThat(verdict.records().get(0).updatedAt())
          .contains(Instant.parse("2026-11-23T11:40:00Z"));
    }
  }

  @Test
  void olderDaysComeFromThePast() {
    String day =
        """
        {"zone":"DE","data":[{"zone":"DE","carbonIntensity":300,"isEstimated":false,
          "datetime":"2026-11-10T00:00:00.000Z"}]}
        """;
    try (VendorServer maps = VendorServer.saying(day)) {
      FetchOutcome outcome =
          feed(maps, "/v4")
              .fetch(Instant.parse("2026-11-10T00:00:00Z"), Instant.parse("2026-11-11T00:00:00Z"));
      assertThat(maps.request().path()).isEqualTo("/v4/carbon-intensity/past-range");
      assertThat(maps.request().query())
          .containsEntry("start", "2026-11-10T00:00:00Z")
          .containsEntry("end", "2026-11-11T00:00:00Z");
      assertThat(((FetchOutcome.Answered) outcome).readings()).hasSize(1);
    }
  }

  @Test
  void version3IsToldInItsOwnWordsNotToLookUpTheCaller() {
    try (VendorServer maps = VendorServer.saying(HOURS)) {
      assertThat(CheckedAnswer.on(feed(maps, "/v3/"), DE).records()).hasSize(2);
      assertThat(maps.request().path()).isEqualTo("/v3/carbon-intensity/history");
      assertThat(maps.request().query())
          .containsEntry("shouldUseFallbackCallerLookup", "false")
          .doesNotContainKey("disableCallerLookup");
    }
  }

  @Test
  void anotherZoneThanTheOneAskedForIsRefused() {
    assertRefused(HOURS.replace("\"zone\":\"DE\"", "\"zone\":\"FR\""), Rejection.ZONE);
    assertRefused(HOURS.replace("\"zone\":\"DE\"", "\"zone\":\"de\""), Rejection.ZONE);
    assertRefused(HOURS.replaceFirst("\"zone\":\"DE\"", "\"zone\":null"), Rejection.ZONE);
    assertRefused(HOURS.replaceFirst("\"zone\":\"DE\",", ""), Rejection.ZONE);
    assertRefused(
        HOURS.replace("\"zone\":\"DE\",\"carbonIntensity\":416.5", "\"zone\":\"NO\",\"x\":1"),
        Rejection.ZONE);
  }

  @Test
  void anotherBasisThanTheOneAskedForIsRefused() {
    assertRefused(HOURS.replace("lifecycle", "direct"), Rejection.METHOD);
  }

  @Test
  void aNullAMissingValueOrOneThatDoesNotSayWhatItIsIsNotTakenAsActual() {
    String one =
        """
        {"zone":"DE","history":[{"carbonIntensity":%s,"datetime":"2026-11-23T11:00:00.000Z"%s}]}
        """;
    assertRefused(one.formatted("null", ""), Rejection.NO_VALUE);
    assertRefused(one.formatted("400", ",\"isEstimated\":\"false\""), Rejection.SHAPE);
    try (VendorServer maps = VendorServer.saying(one.formatted("400", ""))) {
      assertThat(CheckedAnswer.on(feed(maps, "/v4"), DE).lines())
          .containsExactly("2026-11-23T11:00:00Z PT1H estimated 400.000 g/kWh");
    }
  }

  @Test
  void aChangeFromHoursToQuarterHoursIsTakenAsItIs() {
    String rows =
        """
        {"zone":"DE","history":[
          {"carbonIntensity":1,"datetime":"2026-11-23T09:00Z","isEstimated":false},
          {"carbonIntensity":2,"datetime":"2026-11-23T10:00Z","isEstimated":false},
          {"carbonIntensity":3,"datetime":"2026-11-23T11:00Z","isEstimated":false},
          {"carbonIntensity":4,"datetime":"2026-11-23T11:15Z","isEstimated":false},
          {"carbonIntensity":5,"datetime":"2026-11-23T11:30Z","isEstimated":false}]}
        """;
    try (VendorServer maps = VendorServer.saying(rows)) {
      assertThat(CheckedAnswer.on(feed(maps, "/v4"), DE).lines())
          .containsExactly(
              "2026-11-23T09:00:00Z PT1H actual 1.000 g/kWh",
              "2026-11-23T10:00:00Z PT1H actual 2.000 g/kWh",
              "2026-11-23T11:00:00Z PT15M actual 3.000 g/kWh",
              "2026-11-23T11:15:00Z PT15M actual 4.000 g/kWh",
              "2026-11-23T11:30:00Z PT15M actual 5.000 g/kWh");
    }
  }

  @Test
  void aKeyInAFileIsReadAtEachUse(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("key");
    try (VendorServer maps = VendorServer.saying(HOURS)) {
      Feed feed = feed(maps, "/v4", Credential.in(file));
      assertThat(feed.fetch(CheckedAnswer.FROM, VendorServer.NOW))
          .isEqualTo(new FetchOutcome.AuthFailed(false));
      assertThat(maps.requests()).isEmpty();
      Files.writeString(file, "first\n");
      assertThat(CheckedAnswer.on(feed, DE).records()).hasSize(2);
      assertThat(maps.request().header("auth-token")).contains("first");
      Files.writeString(file, "second\n");
      assertThat(CheckedAnswer.on(feed, DE).records()).hasSize(2);
      assertThat(maps.request().header("auth-token")).contains("second");
      Files.writeString(file, "two\nlines\n");
      assertThat(feed.fetch(CheckedAnswer.FROM, VendorServer.NOW))
          .isEqualTo(new FetchOutcome.AuthFailed(false));
    }
  }

  private static void assertRefused(String body, Rejection why) {
    try (VendorServer maps = VendorServer.saying(body)) {
      CheckedAnswer verdict = CheckedAnswer.on(feed(maps, "/v4"), DE);
      assertThat(verdict.records()).isEmpty();
      assertThat(verdict.why()).containsExactly(why);
    }
  }

  private static Feed feed(VendorServer maps, String version) {
    return feed(maps, version, Credential.of(Secret.of(KEY)));
  }

  private static Feed feed(VendorServer maps, String version, Credential key) {
    FeedFacts facts = ElectricityMapsFeed.facts(Basis.LIFECYCLE);
    InstantSource clock = InstantSource.fixed(VendorServer.NOW);
    return new ElectricityMapsFeed(VendorServer.client(), maps.url(version), DE, facts, key, clock);
  }
}
