package io.joulebook.collector.feed.vendor;

import static org.assertj.core.api.Assertions.assertThat;

import io.joulebook.collector.feed.Feed;
import io.joulebook.collector.feed.FetchOutcome;
import io.joulebook.collector.feed.Rejection;
import io.joulebook.collector.feed.http.Credential;
import io.joulebook.collector.feed.http.FeedClient;
import io.joulebook.collector.feed.http.Secret;
import io.joulebook.collector.grid.Zone;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WattTimeFeedTest {
  private static final Zone CAISO = new Zone("US-CAL-CISO");

  /**
   * As the sample of /v3/historical in docs.watttime.org's openapi.json, asked for with
   * include_imputed_marker; watttime-python-client@7c5c56d leaves that out by default.
   */
  private static final String POINTS =
      """
      {"data":[
        {"point_time":"2026-11-23T11:00:00Z","value":870,"imputed_data_used":true,
         "last_updated":"2026-11-23T11:07:00Z"},
        {"point_time":"2026-11-23T11:05:00+00:00","value":0.0,"imputed_data_used":false,
         "last_updated":"2026-11-23T11:07:00Z"}],
       "meta":{"data_point_period_seconds":300,
         "model":{"date":"2023-03-01","type":"binned_regression"},
         "region":"CAISO_NORTH","signal_type":"co2_moer","units":"lbs_co2_per_mwh",
         "warnings":[{"type":"EXAMPLE_WARNING","message":"..."}]}}
      """;

  private Instant now = VendorServer.NOW;

  /** WattTime: each login gives a new token, and only the newest is good. */
  private static final class WattTime {
    private final AtomicInteger logins = new AtomicInteger();
    private boolean revoked;
    private boolean planIsTooSmall;
    private String points = POINTS;

    VendorServer.Reply answer(VendorServer.Request request) {
      if (request.path().equals("/login")) {
        return revoked ? VendorServer.Reply.status(401) : login(request);
      }
      String token = request.header("Authorization").orElse("");
      if (!token.equals("Bearer token-" + logins.get())) {
        return VendorServer.Reply.status(401);
      }
      return planIsTooSmall
          ? VendorServer.Reply.status(403)
          : VendorServer.Reply.json(marked(request) ? points : withoutMarks());
    }

    private static boolean marked(VendorServer.Request request) {
      return "true".equals(request.query().get("include_imputed_marker"));
    }

    private String withoutMarks() {
      return points.replaceAll("\"imputed_data_used\":(true|false),", "");
    }

    private VendorServer.Reply login(VendorServer.Request request) {
      byte[] pair = "anna:pass word".getBytes(StandardCharsets.UTF_8);
      String basic = "Basic " + Base64.getEncoder().encodeToString(pair);
      return request.header("Authorization").orElse("").equals(basic)
          ? VendorServer.Reply.json("{\"token\":\"token-" + logins.incrementAndGet() + "\"}")
          : VendorServer.Reply.status(401);
    }
  }

  @Test
  void itLogsInOnceAsksForItsRegionAndConvertsPoundsExactly() {
    try (VendorServer server = new VendorServer(new WattTime()::answer)) {
      Feed feed = feed(server);
      CheckedAnswer verdict = CheckedAnswer.on(feed, CAISO);
      assertThat(server.requests())
          .extracting(VendorServer.Request::path)
          .containsExactly("/login", "/v3/historical");
      assertThat(server.request().query())
          .containsEntry("region", "CAISO_NORTH")
          .containsEntry("signal_type", "co2_moer")
          .containsEntry("include_imputed_marker", "true")
          .containsEntry("start", "2026-11-22T12:07:00Z")
          .containsEntry("end", "2026-11-23T12:07:00Z");
      // 870 lb/MWh * 0.45359237 = 394.6253619 g/kWh
      assertThat(verdict.lines())
          .containsExactly(
              "2026-11-23T11:00:00Z PT5M estimated 394.625 g/kWh",
              "2026-11-23T11:05:00Z PT5M actual 0.000 g/kWh");
      assertThat(verdict.records().get(0).model()).contains("2023-03-01");
      assertThat(verdict.records().get(0).sourceUnit()).isEqualTo("lbs_co2_per_mwh");
      assertThat(verdict.records().get(0).method()).hasToString("marginal/direct");
      CheckedAnswer.on(feed, CAISO);
      assertThat(paths(server)).containsExactly("/login", "/v3/historical", "/v3/historical");
    }
  }

  @Test
  void aTokenThatIsRefusedIsRenewedOnce() {
    WattTime vendor = new WattTime();
    try (VendorServer server = new VendorServer(vendor::answer)) {
      Feed feed = feed(server);
      CheckedAnswer.on(feed, CAISO);
      vendor.logins.incrementAndGet();
      assertThat(CheckedAnswer.on(feed, CAISO).records()).hasSize(2);
      assertThat(paths(server))
          .containsExactly(
              "/login", "/v3/historical", "/v3/historical", "/login", "/v3/historical");
    }
  }

  @Test
  void aTokenIsRenewedBeforeItsHalfHourIsOver() {
    try (VendorServer server = new VendorServer(new WattTime()::answer)) {
      Feed feed = feed(server);
      CheckedAnswer.on(feed, CAISO);
      now = now.plus(Duration.ofMinutes(26));
      CheckedAnswer.on(feed, CAISO);
      assertThat(paths(server))
          .containsExactly("/login", "/v3/historical", "/login", "/v3/historical");
    }
  }

  @Test
  void aClockThatGoesBackMakesNoTokenLastForEver() {
    try (VendorServer server = new VendorServer(new WattTime()::answer)) {
      Feed feed = feed(server);
      CheckedAnswer.on(feed, CAISO);
      now = now.minus(Duration.ofHours(2));
      CheckedAnswer.on(feed, CAISO);
      assertThat(paths(server)).endsWith("/login", "/v3/historical");
    }
  }

  @Test
  void aRevokedKeyEndsInOneMoreLogin() {
    WattTime vendor = new WattTime();
    try (VendorServer server = new VendorServer(vendor::answer)) {
      Feed feed = feed(server);
      CheckedAnswer.on(feed, CAISO);
      vendor.revoked = true;
      vendor.logins.incrementAndGet();
      assertThat(fetch(feed)).isEqualTo(new FetchOutcome.AuthFailed());
      assertThat(paths(server))
          .containsExactly("/login", "/v3/historical", "/v3/historical", "/login");
    }
  }

  @Test
  void aPlanWithoutTheRegionIsNoFailureToLogIn() {
    WattTime vendor = new WattTime();
    vendor.planIsTooSmall = true;
    try (VendorServer server = new VendorServer(vendor::answer)) {
      assertThat(fetch(feed(server))).isEqualTo(new FetchOutcome.NotEntitled());
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"token\":\"\"}",
        "{\"token\":null}",
        "{\"token\":7}",
        "{}",
        "[]",
        "{\"token\":\"two\\nlines\"}",
        "not json"
      })
  void aLoginWithoutATokenIsAFailureToLogIn(String body) {
    try (VendorServer server = VendorServer.saying(body)) {
      assertThat(fetch(feed(server))).isEqualTo(new FetchOutcome.AuthFailed());
      assertThat(paths(server)).containsExactly("/login");
    }
  }

  @Test
  void aLoginPageInHtmlIsAFailureToLogInAndAServerInTroubleIsNot() {
    VendorServer.Reply page = new VendorServer.Reply(200, "text/html", "<html>Log in</html>");
    try (VendorServer server = new VendorServer(request -> page)) {
      assertThat(fetch(feed(server))).isEqualTo(new FetchOutcome.AuthFailed());
    }
    try (VendorServer server = new VendorServer(request -> VendorServer.Reply.status(503))) {
      assertThat(fetch(feed(server))).isInstanceOf(FetchOutcome.Unreachable.class);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "lbs_co2_per_mwh, percentile, UNIT",
    "lbs_co2_per_mwh, gCO2/kWh, UNIT",
    "co2_moer, co2_aoer, METHOD",
    "co2_moer, health_damage, METHOD",
    "CAISO_NORTH, PJM_DC, ZONE",
    "CAISO_NORTH, caiso_north, ZONE",
    "870, null, NO_VALUE",
    "870, '\"870\"', NOT_A_NUMBER",
    "870, 4410, OUT_OF_RANGE",
    "300, 60, INTERVAL",
    "300, '\"300\"', INTERVAL",
    "11:00:00Z, 11:00:00, TIME"
  })
  void anAnswerToAnotherQuestionIsRefused(String said, String instead, Rejection why) {
    WattTime vendor = new WattTime();
    vendor.points = POINTS.replace(said, instead);
    try (VendorServer server = new VendorServer(vendor::answer)) {
      assertThat(CheckedAnswer.on(feed(server), CAISO).why()).containsExactly(why);
    }
  }

  @Test
  void theAverageSignalMayNotBeZero() {
    WattTime vendor = new WattTime();
    vendor.points = POINTS.replace("co2_moer", "co2_aoer");
    try (VendorServer server = new VendorServer(vendor::answer)) {
      CheckedAnswer verdict =
          CheckedAnswer.on(feed(server, WattTimeFeed.WhichSignal.CO2_AOER), CAISO);
      assertThat(verdict.why()).containsExactly(Rejection.OUT_OF_RANGE);
      assertThat(verdict.records()).hasSize(1);
      assertThat(verdict.records().get(0).method()).hasToString("average/direct");
    }
  }

  private static FetchOutcome fetch(Feed feed) {
    return feed.fetch(CheckedAnswer.FROM, VendorServer.NOW);
  }

  private static List<String> paths(VendorServer server) {
    return server.requests().stream().map(VendorServer.Request::path).toList();
  }

  private Feed feed(VendorServer server) {
    return feed(server, WattTimeFeed.WhichSignal.CO2_MOER);
  }

  private Feed feed(VendorServer server, WattTimeFeed.WhichSignal signal) {
    FeedClient client = VendorServer.client();
    Credential password = Credential.of(Secret.of("pass word"));
    WattTimeToken token = new WattTimeToken(client, server.url(), "anna", password, () -> now);
    return new WattTimeFeed(client, server.url(), "CAISO_NORTH", signal, token);
  }
}
