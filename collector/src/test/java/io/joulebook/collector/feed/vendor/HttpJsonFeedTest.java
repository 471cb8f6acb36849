package io.joulebook.collector.feed.vendor;

import static org.assertj.core.api.Assertions.assertThat;

import io.joulebook.collector.feed.Feed;
import io.joulebook.collector.feed.FetchOutcome;
import io.joulebook.collector.feed.Rejection;
import io.joulebook.collector.grid.Zone;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HttpJsonFeedTest {
  private static final Zone ZONE = new Zone("US-CAL-CISO");
  private static final String LIST =
      """
      {"result":{"zone":"US-CAL-CISO","rows":[
        {"begin":"2026-11-23T10:00:00Z","end":"2026-11-23T10:30:00Z","co2":{"t":0.2165},"guess":true},
        {"begin":"2026-11-23T10:30:00Z","end":"2026-11-23T11:00:00Z","co2":{"t":0.3},"guess":false}]}}
      """;

  @Test
  void itAsksAndReadsAsDescribed() {
    try (VendorServer service = VendorServer.saying(LIST)) {
      Map<String, Object> yaml = yaml(service);
      yaml.put("headers", Map.of("X-Plain", "plain text", "X-Key", Map.of("env", "KEY")));
      CheckedAnswer verdict = CheckedAnswer.on(feed(yaml), ZONE);
      assertThat(service.request().path()).isEqualTo("/US-CAL-CISO/intensity");
      assertThat(service.request().query())
          .containsEntry("a", "2026-11-22T12:07:00Z")
          .containsEntry("b", "2026-11-23T12:07:00Z");
      assertThat(service.request().header("X-Plain")).contains("plain text");
      assertThat(service.request().header("X-Key")).contains("from-environment");
      assertThat(verdict.lines())
          .containsExactly(
              "2026-11-23T10:00:00Z PT30M estimated 216.500 g/kWh",
              "2026-11-23T10:30:00Z PT30M actual 300.000 g/kWh");
      assertThat(verdict.records().get(0).method()).hasToString("average/lifecycle");
    }
  }

  @Test
  void aSingleValueWithAResolutionIsReadToo() {
    String single =
        """
        {"at":"2026-11-23T11:45:00Z","g":99.5}
        """;
    try (VendorServer service = VendorServer.saying(single)) {
      Map<String, Object> yaml = yaml(service);
      yaml.keySet().removeAll(Set.of("to", "zone", "estimated"));
      yaml.putAll(
          Map.of(
              "values", "", "from", "/at", "value", "/g", "resolution", "15m", "unit", "gCO2/kWh"));
      assertThat(CheckedAnswer.on(feed(yaml), ZONE).lines())
          .containsExactly("2026-11-23T11:45:00Z PT15M actual 99.500 g/kWh");
    }
  }

  @Test
  void anotherZoneANullOrAnotherShapeIsRefused() {
    assertRefused(LIST.replace("US-CAL-CISO", "us-cal-ciso"), Rejection.ZONE);
    assertRefused(LIST.replace("\"zone\":\"US-CAL-CISO\",", ""), Rejection.ZONE);
    assertRefused(LIST.replaceAll("0\\.2165|0\\.3", "null"), Rejection.NO_VALUE);
    assertRefused(LIST.replace("\"co2\"", "\"co3\""), Rejection.NO_VALUE);
    assertRefused(LIST.replaceAll("0\\.2165|0\\.3", "216"), Rejection.OUT_OF_RANGE);
    assertRefused(LIST.replace("\"rows\"", "\"data\""), Rejection.SHAPE);
    assertRefused(LIST.replace("true", "\"true\""), Rejection.SHAPE);
    assertRefused(LIST.replace("\"begin\"", "\"from\""), Rejection.TIME);
    assertRefused("{\"result\":{\"zone\":\"US-CAL-CISO\",\"rows\":[7]}}", Rejection.TIME);
  }

  /** YAML 1.1 makes false of Norway, and table readers make nothing of Namibia. */
  @ParameterizedTest
  @ValueSource(strings = {"NO", "NA"})
  void norwayAndNamibiaAreTexts(String code) {
    try (VendorServer service = VendorServer.saying(LIST.replace("US-CAL-CISO", code))) {
      Zone zone = new Zone(code);
      assertThat(CheckedAnswer.on(feed(yaml(service), zone), zone).records()).hasSize(2);
      assertThat(service.request().path()).isEqualTo("/" + code + "/intensity");
    }
    assertRefused(LIST.replace("\"US-CAL-CISO\"", "false"), Rejection.ZONE);
  }

  @Test
  void aSecretInAFileIsReadAtEachUse(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("key");
    try (VendorServer service = VendorServer.saying(LIST)) {
      Map<String, Object> yaml = yaml(service);
      yaml.put("headers", Map.of("X-Key", Map.of("file", file.toString())));
      Feed feed = feed(yaml);
      assertThat(feed.fetch(CheckedAnswer.FROM, VendorServer.NOW))
          .isEqualTo(new FetchOutcome.AuthFailed(false));
      Files.writeString(file, "rotated\n");
      assertThat(CheckedAnswer.on(feed, ZONE).records()).hasSize(2);
      assertThat(service.request().header("X-Key")).contains("rotated");
    }
  }

  private static void assertRefused(String body, Rejection why) {
    try (VendorServer service = VendorServer.saying(body)) {
      CheckedAnswer verdict = CheckedAnswer.on(feed(yaml(service)), ZONE);
      assertThat(verdict.records()).isEmpty();
      assertThat(verdict.why()).containsExactly(why);
    }
  }

  private static Map<String, Object> yaml(VendorServer service) {
    return new HashMap<>(
        Map.of(
            "url", service.url() + "/{zone}/intensity?a={from}&b={to}",
            "values", "/result/rows",
            "from", "/begin",
            "to", "/end",
            "value", "/co2/t",
            "estimated", "/guess",
            "zone", "/result/zone",
            "unit", "tCO2/MWh",
            "signal", "average",
            "basis", "lifecycle"));
  }

  private static Feed feed(Map<String, Object> yaml) {
    return feed(yaml, ZONE);
  }

  private static Feed feed(Map<String, Object> yaml, Zone zone) {
    HttpJsonDescription description =
        HttpJsonDescription.parse(yaml, Map.of("KEY", "from-environment"));
    return new HttpJsonFeed(VendorServer.client(), description, zone);
  }
}
