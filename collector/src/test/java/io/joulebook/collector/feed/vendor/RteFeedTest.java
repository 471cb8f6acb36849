package io.joulebook.collector.feed.vendor;

import static org.assertj.core.api.Assertions.assertThat;

import io.joulebook.collector.feed.Feed;
import io.joulebook.collector.feed.FetchOutcome;
import io.joulebook.collector.feed.Rejection;
import io.joulebook.collector.grid.Zone;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.junit.jupiter.api.Test;

/**
 * Canned answers are as ODRE's API (Opendatasoft Explore 2.1) gives the data set
 * eco2mix-national-tr: results with date_heure, an offset in it, and taux_co2, null for times to
 * come; the consolidated set has half hours (FR.py of electricitymaps-contrib@b354f28).
 */
class RteFeedTest {
  private static final Zone FR = new Zone("FR");
  private static final InstantSource CLOCK = InstantSource.fixed(VendorServer.NOW);
  private static final String NOTHING = "{\"total_count\":0,\"results\":[]}";

  @Test
  void itAsksTheRealTimeTableInUtcForRowsThatHaveAValue() {
    String rows =
        """
        {"total_count":3,"results":[
          {"perimetre":"France","date_heure":"2026-11-23T11:45:00+00:00","taux_co2":39},
          {"perimetre":"France","date_heure":"2026-11-23T12:30:00+01:00","taux_co2":38},
          {"perimetre":"France","date_heure":"2026-11-23T11:15:00+00:00","taux_co2":37}]}
        """;
    try (VendorServer rte = VendorServer.saying(rows)) {
      CheckedAnswer verdict = CheckedAnswer.on(feed(rte), FR);
      assertThat(rte.request().path()).isEqualTo("/catalog/datasets/eco2mix-national-tr/records");
      assertThat(rte.request().query())
          .containsEntry(
              "where",
              "date_heure >= date'2026-11-22T12:00:00Z' and date_heure < date'2026-11-23T12:07:00Z'"
                  + " and taux_co2 is not null")
          .containsEntry("timezone", "UTC")
          .containsEntry("limit", "100");
      assertThat(verdict.lines())
          .containsExactly(
              "2026-11-23T11:15:00Z PT15M actual 37.000 g/kWh",
              "2026-11-23T11:30:00Z PT15M actual 38.000 g/kWh",
              "2026-11-23T11:45:00Z PT15M actual 39.000 g/kWh");
      assertThat(verdict.why()).isEmpty();
    }
  }

  @Test
  void daysOlderThanAMonthAreAskedForAsConsolidatedInHalfHours() {
    String rows =
        """
        {"results":[
          {"perimetre":"France","date_heure":"2026-09-01T10:00:00+00:00","taux_co2":20},
          {"perimetre":"France","date_heure":"2026-09-01T10:30:00+00:00","taux_co2":21}]}
        """;
    try (VendorServer rte = VendorServer.saying(rows)) {
      FetchOutcome outcome =
          feed(rte)
              .fetch(Instant.parse("2026-09-01T00:00:00Z"), Instant.parse("2026-09-02T00:00:00Z"));
      assertThat(rte.request().path())
          .isEqualTo("/catalog/datasets/eco2mix-national-cons-def/records");
      assertThat(((FetchOutcome.Answered) outcome).readings())
          .allMatch(r -> Duration.between(r.from(), r.to()).equals(Duration.ofMinutes(30)));
    }
  }

  @Test
  void whatIsNotConsolidatedYetIsAskedForInTheRealTimeTable() {
    try (VendorServer rte = VendorServer.saying(NOTHING)) {
      FetchOutcome outcome =
          feed(rte)
              .fetch(Instant.parse("2026-10-01T00:00:00Z"), Instant.parse("2026-10-02T00:00:00Z"));
      assertThat(outcome).isEqualTo(new FetchOutcome.NoData());
      assertThat(rte.requests())
          .extracting(VendorServer.Request::path)
          .containsExactly(
              "/catalog/datasets/eco2mix-national-cons-def/records",
              "/catalog/datasets/eco2mix-national-tr/records");
    }
  }

  @Test
  void aChangeFromQuarterToHalfHoursIsTakenAsItIs() {
    String rows =
        """
        {"results":[
          {"date_heure":"2026-11-23T09:30:00Z","taux_co2":30},
          {"date_heure":"2026-11-23T09:45:00Z","taux_co2":31},
          {"date_heure":"2026-11-23T10:00:00Z","taux_co2":32},
          {"date_heure":"2026-11-23T10:30:00Z","taux_co2":33},
          {"date_heure":"2026-11-23T11:00:00Z","taux_co2":34}]}
        """;
    try (VendorServer rte = VendorServer.saying(rows)) {
      assertThat(CheckedAnswer.on(feed(rte), FR).lines())
          .containsExactly(
              "2026-11-23T09:30:00Z PT15M actual 30.000 g/kWh",
              "2026-11-23T09:45:00Z PT15M actual 31.000 g/kWh",
              "2026-11-23T10:00:00Z PT30M actual 32.000 g/kWh",
              "2026-11-23T10:30:00Z PT30M actual 33.000 g/kWh",
              "2026-11-23T11:00:00Z PT15M actual 34.000 g/kWh");
    }
  }

  @Test
  void aNullOrARegionIsNotFrance() {
    assertRefused(
        "{\"results\":[{\"date_heure\":\"2026-11-23T11:00:00Z\",\"taux_co2\":null}]}",
        Rejection.NO_VALUE);
    assertRefused("{\"results\":[{\"date_heure\":\"2026-11-23T11:00:00Z\"}]}", Rejection.NO_VALUE);
    assertRefused(
        """
        {"results":[{"perimetre":"Bretagne","date_heure":"2026-11-23T11:00:00Z","taux_co2":3}]}
        """,
        Rejection.ZONE);
    assertRefused("{\"error_code\":\"ODSQLError\",\"message\":\"no\"}", Rejection.SHAPE);
  }

  private static void assertRefused(String body, Rejection why) {
    try (VendorServer rte = VendorServer.saying(body)) {
      CheckedAnswer verdict = CheckedAnswer.on(feed(rte), FR);
      assertThat(verdict.records()).isEmpty();
      assertThat(verdict.why()).containsExactly(why);
    }
  }

  private static Feed feed(VendorServer rte) {
    return new RteFeed(VendorServer.client(), rte.url(), CLOCK);
  }
}
