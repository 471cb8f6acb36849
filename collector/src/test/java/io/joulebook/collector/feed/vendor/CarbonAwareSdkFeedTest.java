package io.joulebook.collector.feed.vendor;

import static org.assertj.core.api.Assertions.assertThat;

import io.joulebook.collector.feed.Feed;
import io.joulebook.collector.feed.FeedFacts;
import io.joulebook.collector.feed.Rejection;
import io.joulebook.collector.grid.EmissionMethod;
import io.joulebook.collector.grid.Zone;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class CarbonAwareSdkFeedTest {
  private static final Zone US = new Zone("US");

  @Test
  void itAsksForALocationAndTakesDurationsWhereTheyAreStated() {
    String rows =
        """
        [{"location":"eastus","time":"2026-11-23T10:00:00+00:00","rating":70,"duration":"01:00:00"},
         {"location":"eastus","time":"2026-11-23T11:00:00+00:00","rating":65.5,
          "duration":"00:30:00"}]
        """;
    try (VendorServer sdk = VendorServer.saying(rows)) {
      CheckedAnswer verdict = CheckedAnswer.on(feed(sdk), US);
      assertThat(sdk.request().path()).isEqualTo("/sdk/emissions/bylocation");
      assertThat(sdk.request().query())
          .containsEntry("location", "eastus")
          .containsEntry("time", "2026-11-22T12:00:00Z")
          .containsEntry("toTime", "2026-11-23T12:07:00Z");
      assertThat(verdict.lines())
          .containsExactly(
              "2026-11-23T10:00:00Z PT1H actual 70.000 g/kWh",
              "2026-11-23T11:00:00Z PT30M actual 65.500 g/kWh");
    }
  }

  @Test
  void withoutDurationsAnIntervalEndsWhereTheNextBegins() {
    String rows =
        """
        [{"location":"eastus","time":"2026-11-23T10:00:00Z","rating":70},
         {"location":"eastus","time":"2026-11-23T11:00:00Z","rating":71},
         {"location":"eastus","time":"2026-11-23T12:00:00Z","rating":72}]
        """;
    try (VendorServer sdk = VendorServer.saying(rows)) {
      assertThat(CheckedAnswer.on(feed(sdk), US).lines())
          .containsExactly(
              "2026-11-23T10:00:00Z PT1H actual 70.000 g/kWh",
              "2026-11-23T11:00:00Z PT1H actual 71.000 g/kWh",
              "2026-11-23T12:00:00Z PT5M actual 72.000 g/kWh");
    }
  }

  /**
   * WattTimeDataSource.ConvertToEmissionsData of carbon-aware-sdk@e6de58d sets Location to the
   * region of WattTime's answer, and Duration to the distance of its points; issue 84 there.
   */
  @Test
  void withWattTimeBehindItTheLocationIsTheGridRegion() {
    String rows =
        """
        [{"location":"PJM_ROANOKE","time":"2026-11-23T10:00:00+00:00","rating":394.6,"duration":"00:05:00"},
         {"location":"PJM_ROANOKE","time":"2026-11-23T10:05:00+00:00","rating":390,"duration":"00:05:00"}]
        """;
    AtomicReference<String> answer = new AtomicReference<>(rows);
    try (VendorServer sdk = new VendorServer(request -> VendorServer.Reply.json(answer.get()))) {
      Feed feed = feed(sdk);
      assertThat(CheckedAnswer.on(feed, US).lines())
          .containsExactly(
              "2026-11-23T10:00:00Z PT5M actual 394.600 g/kWh",
              "2026-11-23T10:05:00Z PT5M actual 390.000 g/kWh");

      answer.set(rows.replace("PJM_ROANOKE", "CAISO_NORTH"));
      assertThat(CheckedAnswer.on(feed, US).why()).containsExactly(Rejection.ZONE);
      answer.set(rows.replaceFirst("PJM_ROANOKE", "CAISO_NORTH"));
      assertThat(CheckedAnswer.on(feed(sdk), US).why()).containsExactly(Rejection.ZONE);
    }
  }

  @Test
  void anotherLocationANullOrAStrangeDurationIsRefused() {
    String one = "[{\"location\":\"%s\",\"time\":\"2026-11-23T10:00:00Z\",\"rating\":%s%s}]";
    assertRefused(one.formatted("westus", "70", ""), Rejection.ZONE);
    assertRefused(one.formatted("eastus", "null", ""), Rejection.NO_VALUE);
    assertRefused(one.formatted("eastus", "70", ",\"duration\":\"1h\""), Rejection.INTERVAL);
    assertRefused(one.formatted("eastus", "70", ",\"duration\":300"), Rejection.INTERVAL);
    assertRefused("{\"title\":\"ArgumentException\"}", Rejection.SHAPE);
  }

  private static void assertRefused(String body, Rejection why) {
    try (VendorServer sdk = VendorServer.saying(body)) {
      CheckedAnswer verdict = CheckedAnswer.on(feed(sdk), US);
      assertThat(verdict.records()).isEmpty();
      assertThat(verdict.why()).containsExactly(why);
    }
  }

  private static Feed feed(VendorServer sdk) {
    FeedFacts facts = CarbonAwareSdkFeed.facts(EmissionMethod.AVERAGE_LIFECYCLE);
    return new CarbonAwareSdkFeed(VendorServer.client(), sdk.url("/sdk/"), "eastus", facts);
  }
}
