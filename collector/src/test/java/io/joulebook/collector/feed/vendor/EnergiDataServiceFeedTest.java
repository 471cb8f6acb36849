package io.joulebook.collector.feed.vendor;

import static org.assertj.core.api.Assertions.assertThat;

import io.joulebook.collector.feed.Feed;
import io.joulebook.collector.feed.FetchOutcome;
import io.joulebook.collector.feed.IntensityReading;
import io.joulebook.collector.feed.Rejection;
import io.joulebook.collector.grid.Zone;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * Canned answers are as Energinet's data set CO2Emis is: records with Minutes5UTC and Minutes5DK
 * without a zone, PriceArea, CO2Emission (www.energidataservice.dk/tso-electricity/CO2Emis, and its
 * API guide).
 */
class EnergiDataServiceFeedTest {
  private static final Zone DK1 = new Zone("DK-DK1");

  @Test
  void itAsksForItsPriceAreaInUtcWithALimit() {
    try (VendorServer energinet = new VendorServer(EnergiDataServiceFeedTest::energinet)) {
      CheckedAnswer verdict = CheckedAnswer.on(feed(energinet), DK1);
      VendorServer.Request asked = energinet.request();
      assertThat(asked.path()).isEqualTo("/dataset/CO2Emis");
      assertThat(asked.query())
          .containsEntry("start", "2026-11-22T12:00")
          .containsEntry("end", "2026-11-23T12:07")
          .containsEntry("filter", "{\"PriceArea\":[\"DK1\"]}")
          .containsEntry("timezone", "UTC")
          .containsEntry("limit", "400");
      assertThat(verdict.why()).isEmpty();
      assertThat(verdict.records()).hasSize(24 * 12 + 2);
      assertThat(verdict.lines().get(0))
          .isEqualTo("2026-11-22T12:00:00Z PT5M actual 112.500 g/kWh");
    }
  }

  /** In Danish local time the last hour would not be in the answer. */
  @Test
  void theNewestFiveMinutesThatItAsksForAreTheNewestThereAre() {
    try (VendorServer energinet = new VendorServer(EnergiDataServiceFeedTest::energinet)) {
      FetchOutcome outcome = feed(energinet).fetch(CheckedAnswer.FROM, VendorServer.NOW);
      assertThat(((FetchOutcome.Answered) outcome).readings())
          .extracting(IntensityReading::to)
          .contains(Instant.parse("2026-11-23T12:10:00Z"))
          .allMatch(to -> to.isBefore(Instant.parse("2026-11-23T12:11:00Z")));
    }
  }

  /** As the API's guide says: Danish local time unless timezone is UTC; the end is exclusive. */
  private static VendorServer.Reply energinet(VendorServer.Request request) {
    boolean isUtc = "UTC".equals(request.query().get("timezone"));
    ZoneId zone = isUtc ? ZoneOffset.UTC : ZoneId.of("Europe/Copenhagen");
    Instant start = LocalDateTime.parse(request.query().get("start")).atZone(zone).toInstant();
    Instant end = LocalDateTime.parse(request.query().get("end")).atZone(zone).toInstant();
    Instant first = Instant.parse("2026-11-22T00:00:00Z");
    return VendorServer.Reply.json(
        IntStream.range(0, 1000)
            .mapToObj(i -> first.plusSeconds(300L * i))
            .filter(at -> !at.isBefore(start) && at.isBefore(end))
            .map(EnergiDataServiceFeedTest::row)
            .collect(Collectors.joining(",", "{\"dataset\":\"CO2Emis\",\"records\":[", "]}")));
  }

  private static String row(Instant at) {
    LocalDateTime utc = LocalDateTime.ofInstant(at, ZoneOffset.UTC);
    LocalDateTime danish = LocalDateTime.ofInstant(at, ZoneId.of("Europe/Copenhagen"));
    return """
        {"Minutes5UTC":"%s:00","Minutes5DK":"%s:00","PriceArea":"DK1","CO2Emission":112.5}
        """
        .formatted(utc, danish);
  }

  @Test
  void anotherAreasRowANullOrATimeThatIsNoneIsRefused() {
    assertRefused("2026-11-23T11:00:00", "DK2", "112.5", Rejection.ZONE);
    assertRefused("2026-11-23T11:00:00", "dk1", "112.5", Rejection.ZONE);
    assertRefused("2026-11-23T11:00:00", "DK1", "null", Rejection.NO_VALUE);
    assertRefused("2026-11-23T11:00:00+01:00", "DK1", "112.5", Rejection.TIME);
    assertRefused("2026-11-23", "DK1", "112.5", Rejection.TIME);
    assertRefused("2026-12-31T23:59:60", "DK1", "112.5", Rejection.TIME);
    assertRefused("2026-11-23T11:02:00", "DK1", "112.5", Rejection.INTERVAL);
  }

  private static void assertRefused(String time, String area, String value, Rejection why) {
    String body =
        """
        {"records":[{"Minutes5UTC":"%s","PriceArea":"%s","CO2Emission":%s}]}
        """
            .formatted(time, area, value);
    try (VendorServer energinet = VendorServer.saying(body)) {
      CheckedAnswer verdict = CheckedAnswer.on(feed(energinet), DK1);
      assertThat(verdict.records()).isEmpty();
      assertThat(verdict.why()).containsExactly(why);
    }
  }

  private static Feed feed(VendorServer energinet) {
    return new EnergiDataServiceFeed(VendorServer.client(), energinet.url(), "DK1");
  }
}
