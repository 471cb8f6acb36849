package io.joulebook.collector.feed.vendor;

import static org.assertj.core.api.Assertions.assertThat;

import io.joulebook.collector.feed.Feed;
import io.joulebook.collector.feed.FetchOutcome;
import io.joulebook.collector.feed.Rejection;
import io.joulebook.collector.grid.IntensityRecord;
import io.joulebook.collector.grid.Zone;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class NesoFeedTest {
  private static final Zone GB = new Zone("GB");

  /**
   * As /intensity/{from}/{to} in docs/index.html of carbon-intensity/api-definitions@e3f25a1: times
   * without seconds, actual null until it is published.
   */
  private static final String HALF_HOURS =
      """
      {"data":[
        {"from":"2026-11-23T11:00Z","to":"2026-11-23T11:30Z",
         "intensity":{"forecast":266,"actual":263,"index":"moderate"}},
        {"from":"2026-11-23T11:30Z","to":"2026-11-23T12:00Z",
         "intensity":{"forecast":250,"actual":null,"index":"moderate"}}]}
      """;

  @Test
  void itAsksForASpanInMinutesAndTakesActualsAndForecastsForWhatTheyAre() {
    try (VendorServer neso = VendorServer.saying(HALF_HOURS)) {
      CheckedAnswer verdict = CheckedAnswer.on(new NesoFeed(VendorServer.client(), neso.url()), GB);
      assertThat(neso.request().path()).isEqualTo("/intensity/2026-11-22T12:07Z/2026-11-23T12:07Z");
      assertThat(verdict.lines())
          .containsExactly(
              "2026-11-23T11:00:00Z PT30M actual 263.000 g/kWh",
              "2026-11-23T11:30:00Z PT30M forecast 250.000 g/kWh");
      assertThat(verdict.why()).isEmpty();
    }
  }

  @Test
  void aRecordSaysWhereItIsFrom() {
    try (VendorServer neso = VendorServer.saying(HALF_HOURS)) {
      Feed feed = new NesoFeed(VendorServer.client(), neso.url());
      IntensityRecord record = CheckedAnswer.on(feed, GB).records().get(0);
      assertThat(record.zone()).isEqualTo(GB);
      assertThat(record.knownAt()).isEqualTo(VendorServer.NOW);
      assertThat(record.method()).hasToString("average/direct");
      assertThat(record.sourceValue()).isEqualTo("263");
      assertThat(record.sourceUnit()).isEqualTo("gCO2/kWh");
      assertThat(record.bodySha256()).hasSize(64);
    }
  }

  @Test
  void withNeitherActualNorForecastThereIsNoValueAndNoZero() {
    assertRefused(
        """
        {"data":[{"from":"2026-11-23T11:00Z","to":"2026-11-23T11:30Z",
                  "intensity":{"forecast":null,"actual":null}}]}
        """,
        Rejection.NO_VALUE);
  }

  @Test
  void aRegionsAnswerIsNotGreatBritains() {
    assertRefused(
        """
        {"data":[{"regionid":13,"shortname":"London","data":[
          {"from":"2026-11-23T11:00Z","to":"2026-11-23T11:30Z","intensity":{"forecast":266}}]}]}
        """,
        Rejection.ZONE);
    assertRefused(
        """
        {"data":{"regionid":13,"shortname":"London","data":[
          {"from":"2026-11-23T11:00Z","to":"2026-11-23T11:30Z","intensity":{"forecast":266}}]}}
        """,
        Rejection.ZONE);
  }

  @Test
  void aForecastWithoutAnActualIsNeverTakenForOne() {
    String national =
        """
        {"data":[{"from":"2026-11-23T11:00Z","to":"2026-11-23T11:30Z","intensity":{"forecast":9}}]}
        """;
    try (VendorServer neso = VendorServer.saying(national)) {
      CheckedAnswer verdict = CheckedAnswer.on(new NesoFeed(VendorServer.client(), neso.url()), GB);
      assertThat(verdict.lines())
          .containsExactly("2026-11-23T11:00:00Z PT30M forecast 9.000 g/kWh");
    }
  }

  @Test
  void anErrorObjectIsNoAnswer() {
    assertRefused(
        """
        {"error":{"code":"500 Internal Server Error","message":"Requested resource not found."}}
        """,
        Rejection.SHAPE);
    assertRefused("[]", Rejection.SHAPE);
    assertRefused("{\"data\":[null]}", Rejection.SHAPE);
    assertRefused(
        "{\"data\":[{\"from\":\"2026-11-23T11:00Z\",\"to\":\"2026-11-23T11:30Z\"}]}",
        Rejection.SHAPE);
  }

  @Test
  void anEmptyListIsNoData() {
    try (VendorServer neso = VendorServer.saying("{\"data\":[]}")) {
      Feed feed = new NesoFeed(VendorServer.client(), neso.url());
      assertThat(feed.fetch(Instant.EPOCH, VendorServer.NOW)).isEqualTo(new FetchOutcome.NoData());
    }
  }

  private static void assertRefused(String body, Rejection why) {
    try (VendorServer neso = VendorServer.saying(body)) {
      CheckedAnswer verdict = CheckedAnswer.on(new NesoFeed(VendorServer.client(), neso.url()), GB);
      assertThat(verdict.records()).isEmpty();
      assertThat(verdict.why()).containsExactly(why);
    }
  }
}
