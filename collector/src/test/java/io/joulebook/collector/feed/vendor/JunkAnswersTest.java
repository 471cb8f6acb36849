package io.joulebook.collector.feed.vendor;

import static org.assertj.core.api.Assertions.assertThat;

import io.joulebook.collector.feed.Feed;
import io.joulebook.collector.feed.FeedFacts;
import io.joulebook.collector.feed.FetchOutcome;
import io.joulebook.collector.feed.ReadingChecks;
import io.joulebook.collector.feed.http.Credential;
import io.joulebook.collector.feed.http.FeedClient;
import io.joulebook.collector.feed.http.Secret;
import io.joulebook.collector.grid.Basis;
import io.joulebook.collector.grid.EmissionMethod;
import io.joulebook.collector.grid.IntensityRecord;
import io.joulebook.collector.grid.Zone;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

/**
 * Good answers in which two tokens are replaced at random: no feed throws, and no junk is taken.
 */
class JunkAnswersTest {
  private static final Zone ZONE = new Zone("DK-DK1");
  private static final FeedClient CLIENT = VendorServer.client();
  private static final Pattern TOKEN = Pattern.compile("\"[^\"]*\"|[0-9.]+|true|false|null");
  private static final List<String> GOOD =
      List.of(
          """
          {"data":[{"from":"2026-11-23T10:00Z","to":"2026-11-23T10:30Z",
            "intensity":{"forecast":266,"actual":263}}]}
          """,
          """
          {"results":[{"perimetre":"France","date_heure":"2026-11-23T10:00:00Z","taux_co2":39}]}
          """,
          """
          {"records":[{"Minutes5UTC":"2026-11-23T10:00:00","PriceArea":"DK1","CO2Emission":112}]}
          """,
          """
          {"zone":"DK-DK1","history":[{"zone":"DK-DK1","datetime":"2026-11-23T10:00:00.000Z",
            "carbonIntensity":216,"emissionFactorType":"lifecycle","isEstimated":true,
            "updatedAt":"2026-11-23T10:00:00.000Z"}]}
          """,
          """
          {"token":"abc","data":[{"point_time":"2026-11-23T10:00:00Z","value":870,
            "imputed_data_used":true,"last_updated":"2026-11-23T10:00:00Z"}],
           "meta":{"data_point_period_seconds":300,"model":{"date":"2023-03-01"},
            "region":"DK1","signal_type":"co2_aoer","units":"lbs_co2_per_mwh"}}
          """,
          """
          [{"location":"DK1","time":"2026-11-23T10:00:00Z","rating":70,"duration":"01:00:00"}]
          """);

  @Property(tries = 500)
  void noFeedThrowsAndWhatIsTakenIsInRange(
      @ForAll @IntRange(max = 5) int which,
      @ForAll @IntRange(max = 30) int first,
      @ForAll @IntRange(max = 30) int second,
      @ForAll("junk") String junk,
      @ForAll("junk") String more) {
    String body = replace(replace(GOOD.get(which), first, junk), second, more);
    try (VendorServer server = VendorServer.saying(body)) {
      Feed feed = feed(which, server);
      if (feed.fetch(CheckedAnswer.FROM, VendorServer.NOW)
          instanceof FetchOutcome.Answered answered) {
        new ReadingChecks(feed.facts(), ZONE, Optional.empty())
            .check(answered, VendorServer.NOW)
            .records()
            .forEach(JunkAnswersTest::assertSound);
      }
    }
  }

  private static void assertSound(IntensityRecord record) {
    assertThat(record.intensity().milligramsPerKwh())
        .isIn(
            // All that is good here, and the junk that is a good number, in g/kWh or in lb/MWh.
            263_000L, 266_000L, 39_000L, 112_000L, 216_000L, 394_625L, 70_000L, 7_000L, 3_175L);
    assertThat(record.from().getEpochSecond() % 300).isZero();
  }

  private static String replace(String body, int index, String junk) {
    var tokens = TOKEN.matcher(body);
    for (int i = 0; i <= index; i++) {
      if (!tokens.find()) {
        return body;
      }
    }
    return body.substring(0, tokens.start()) + junk + body.substring(tokens.end());
  }

  @Provide
  Arbitrary<String> junk() {
    return Arbitraries.of(
        "null",
        "7",
        "-5",
        "0",
        "1e999999999",
        "1e-2147483647",
        "true",
        "\"\"",
        "\"7\"",
        "[]",
        "{}",
        "[7]",
        "NaN",
        "2147483647",
        "-2147483648",
        "99999999999999999999",
        "\"France\"",
        "\"9999-12-31T23:59:59Z\"",
        "\"0000-01-01T00:00:00Z\"",
        "\"+999999999-12-31T23:59:59Z\"",
        "\"-999999999-01-01T00:00:00\"",
        "\"2026-11-23T10:00:00\"",
        "\"2026-11-23T10:00:01Z\"");
  }

  private static Feed feed(int which, VendorServer server) {
    FeedClient client = CLIENT;
    InstantSource clock = InstantSource.fixed(VendorServer.NOW);
    Credential key = Credential.of(Secret.of("key"));
    return switch (which) {
      case 0 -> new NesoFeed(client, server.url());
      case 1 -> new RteFeed(client, server.url(), clock);
      case 2 -> new EnergiDataServiceFeed(client, server.url(), "DK1");
      case 3 -> maps(client, server, key, clock);
      case 4 -> wattTime(client, server, key, clock);
      default ->
          new CarbonAwareSdkFeed(
              client, server.url(), "DK1", CarbonAwareSdkFeed.facts(EmissionMethod.AVERAGE_DIRECT));
    };
  }

  private static Feed maps(
      FeedClient client, VendorServer server, Credential key, InstantSource clock) {
    FeedFacts facts = ElectricityMapsFeed.facts(Basis.LIFECYCLE);
    return new ElectricityMapsFeed(client, server.url("/v4"), ZONE, facts, key, clock);
  }

  private static Feed wattTime(
      FeedClient client, VendorServer server, Credential key, InstantSource clock) {
    WattTimeToken token = new WattTimeToken(client, server.url(), "anna", key, clock);
    return new WattTimeFeed(client, server.url(), "DK1", WattTimeFeed.WhichSignal.CO2_AOER, token);
  }
}
