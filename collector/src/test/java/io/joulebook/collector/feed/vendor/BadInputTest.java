package io.joulebook.collector.feed.vendor;

import static org.assertj.core.api.Assertions.assertThat;

import io.joulebook.collector.feed.Rejection;
import io.joulebook.collector.grid.GridIntensity;
import io.joulebook.collector.grid.Zone;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The bad values and times that feeds have been seen to send, through a feed and its checks. */
class BadInputTest {
  private static final Zone GB = new Zone("GB");
  private static final String FROM = "2026-11-23T11:00Z";
  private static final String TO = "2026-11-23T11:30Z";

  @ParameterizedTest
  @CsvSource({
    "null, NO_VALUE",
    "'\"216\"', NOT_A_NUMBER",
    "'\"\"', NOT_A_NUMBER",
    "'\"NaN\"', NOT_A_NUMBER",
    "true, NOT_A_NUMBER",
    "[216], NOT_A_NUMBER",
    "'{\"value\":216}', NOT_A_NUMBER",
    "NaN, NOT_JSON",
    "Infinity, NOT_JSON",
    "0x1p3, NOT_JSON",
    "12d, NOT_JSON",
    "'', NOT_JSON",
    "1e999, OUT_OF_RANGE",
    "1e999999999, OUT_OF_RANGE",
    "1e-999999999, OUT_OF_RANGE",
    "1e-2147483647, OUT_OF_RANGE",
    "-5, OUT_OF_RANGE",
    "0, OUT_OF_RANGE",
    "-0, OUT_OF_RANGE",
    "0.000, OUT_OF_RANGE",
    "0e-999999999, OUT_OF_RANGE",
    "1e-9, OUT_OF_RANGE",
    "0.0004, OUT_OF_RANGE",
    "99999, OUT_OF_RANGE",
    "2000.0001, OUT_OF_RANGE",
    "123456789012345678901234567890, OUT_OF_RANGE",
    "216.0000000000000000000000000000000000000000000000000000000000000000000001, OUT_OF_RANGE"
  })
  void aBadValueIsNotTaken(String value, Rejection why) {
    // The forecast beside a null is null as well: it may not come in its place.
    assertRefused(neso(FROM, TO, value), why);
  }

  @ParameterizedTest
  @CsvSource({
    "216, 216.000",
    "216.0, 216.000",
    "2.16e2, 216.000",
    "2000, 2000.000",
    "2000.0000, 2000.000",
    "0.001, 0.001",
    "0.0006, 0.001",
    "216.33333333333334, 216.333"
  })
  void aGoodValueIsTakenToTheMilligram(String value, String grams) {
    assertThat(verdict(neso(FROM, TO, value)).lines())
        .containsExactly("2026-11-23T11:00:00Z PT30M actual " + grams + " g/kWh");
  }

  @ParameterizedTest
  @CsvSource({
    "2026-11-23T11:00, 2026-11-23T11:30Z, TIME",
    "2026-11-23, 2026-11-24, TIME",
    "1763895600, 1763897400, TIME",
    "2026-11-23T11:00Z[Europe/London], 2026-11-23T11:30Z, TIME",
    "2026-02-30T11:00Z, 2026-02-30T11:30Z, TIME",
    "2026-11-23T24:00Z, 2026-11-24T00:30Z, TIME",
    "2016-12-31T23:59:60Z, 2017-01-01T00:30:00Z, TIME",
    "+12026-11-23T11:00Z, +12026-11-23T11:30Z, TIME",
    "-0001-11-23T11:00Z, -0001-11-23T11:30Z, TIME",
    "'', '', TIME",
    "1970-01-01T00:00Z, 1970-01-01T00:30Z, TIME",
    "0001-01-01T00:00Z, 0001-01-01T00:30Z, TIME",
    "1999-12-31T23:30Z, 2000-01-01T00:00Z, TIME",
    "2026-11-23T15:00Z, 2026-11-23T15:30Z, FUTURE",
    "2026-11-23T12:00Z, 2026-11-23T13:40Z, FUTURE",
    "2036-11-23T11:00Z, 2036-11-23T11:30Z, FUTURE",
    "9999-12-31T23:00Z, 9999-12-31T23:30Z, FUTURE",
    "2026-11-23T11:30Z, 2026-11-23T11:00Z, INTERVAL",
    "2026-11-23T11:00Z, 2026-11-23T11:00Z, INTERVAL",
    "2026-11-23T11:00Z, 2026-11-23T11:01Z, INTERVAL",
    "2026-11-23T11:01Z, 2026-11-23T11:31Z, INTERVAL",
    "2026-11-23T11:00:00.001Z, 2026-11-23T11:30:00.001Z, INTERVAL",
    "2026-11-22T09:00Z, 2026-11-23T10:05Z, INTERVAL",
    "2025-11-23T00:00Z, 2026-11-23T00:00Z, INTERVAL"
  })
  void aBadTimeIsNotTaken(String from, String to, Rejection why) {
    assertRefused(neso(from, to, "216"), why);
  }

  @ParameterizedTest
  @CsvSource({
    // Without seconds; with an offset; up to 90 minutes ahead, which cannot have been measured.
    "2026-11-23T11:00Z, 2026-11-23T11:30Z, 2026-11-23T11:00:00Z PT30M",
    "2026-11-23T12:00:00+01:00, 2026-11-23T12:30:00+01:00, 2026-11-23T11:00:00Z PT30M",
    "2026-11-23T12:00Z, 2026-11-23T13:35Z, 2026-11-23T12:00:00Z PT1H35M",
    // A day of 25 hours, in Paris; the hour that comes twice; the hour that there is not.
    "2026-10-25T00:00+02:00, 2026-10-26T00:00+01:00, 2026-10-24T22:00:00Z PT25H",
    "2026-10-25T02:30+02:00, 2026-10-25T02:30+01:00, 2026-10-25T00:30:00Z PT1H",
    "2026-03-29T02:30+01:00, 2026-03-29T03:30+02:00, INTERVAL",
    "2026-03-29T01:30+01:00, 2026-03-29T03:30+02:00, 2026-03-29T00:30:00Z PT1H",
    "2026-03-29T02:30+01:00, 2026-03-29T04:00+02:00, 2026-03-29T01:30:00Z PT30M"
  })
  void aTimeWithAnOffsetIsTakenWhateverTheClocksThere(String from, String to, String expected) {
    CheckedAnswer verdict = verdict(neso(from, to, "216"));
    if (expected.equals("INTERVAL")) {
      assertThat(verdict.why()).containsExactly(Rejection.INTERVAL);
    } else {
      String kind = to.contains("13:35") ? " estimated" : " actual";
      assertThat(verdict.lines()).containsExactly(expected + kind + " 216.000 g/kWh");
    }
  }

  @Test
  void aForecastMayBeAheadButNotYears() {
    String body = "{\"data\":[%s]}";
    String row =
        "{\"from\":\"%1$s-25T11:00Z\",\"to\":\"%1$s-25T11:30Z\",\"intensity\":{\"forecast\":9}}";
    assertThat(verdict(body.formatted(row.formatted("2026-11"))).lines())
        .containsExactly("2026-11-25T11:00:00Z PT30M forecast 9.000 g/kWh");
    assertRefused(body.formatted(row.formatted("2036-11")), Rejection.FUTURE);
  }

  @Test
  void whatOverlapsIsNotTakenAndWhatStandsBesideItIs() {
    String rows =
        rows(
            row("2026-11-23T09:00Z", "2026-11-23T09:30Z", "200"),
            row("2026-11-23T09:30Z", "2026-11-23T10:00Z", "201"),
            row("2026-11-23T09:45Z", "2026-11-23T10:15Z", "202"),
            row("2026-11-23T10:30Z", "2026-11-23T11:00Z", "203"));
    CheckedAnswer verdict = verdict(rows);
    assertThat(verdict.why()).containsExactly(Rejection.OVERLAP);
    assertThat(verdict.lines())
        .containsExactly(
            "2026-11-23T09:00:00Z PT30M actual 200.000 g/kWh",
            "2026-11-23T10:30:00Z PT30M actual 203.000 g/kWh");
  }

  @Test
  void aLongIntervalOverlapsAllThatLieInIt() {
    String rows =
        rows(
            row("2026-11-23T06:00Z", "2026-11-23T12:00Z", "200"),
            row("2026-11-23T07:00Z", "2026-11-23T07:30Z", "201"),
            row("2026-11-23T10:00Z", "2026-11-23T10:30Z", "202"));
    assertThat(verdict(rows).records()).isEmpty();
  }

  @Test
  void aDuplicateIsTakenOnceIfItSaysTheSameAndNotAtAllIfItDoesNot() {
    CheckedAnswer same = verdict(rows(row(FROM, TO, "216"), row(FROM, TO, "216.0")));
    assertThat(same.lines()).containsExactly("2026-11-23T11:00:00Z PT30M actual 216.000 g/kWh");
    assertThat(same.why()).isEmpty();
    assertRefused(rows(row(FROM, TO, "216"), row(FROM, TO, "217")), Rejection.OVERLAP);
  }

  @Test
  void oneBadRowDoesNotTakeTheOthersAlong() {
    CheckedAnswer verdict = verdict(rows(row(FROM, TO, "-5"), row(TO, "2026-11-23T12:00Z", "216")));
    assertThat(verdict.records()).hasSize(1);
    assertThat(verdict.why()).containsExactly(Rejection.OUT_OF_RANGE);
  }

  @ParameterizedTest
  @ValueSource(strings = {"0.49", "1001"})
  void whatIsFarFromTheYearIsNotTaken(String value) {
    // NESO counts direct emissions: 0.01 of the year's to 1,000 g/kWh.
    CheckedAnswer verdict = verdict(neso(FROM, TO, value), Optional.of(GridIntensity.parse("50")));
    assertThat(verdict.records()).isEmpty();
    assertThat(verdict.why()).containsExactly(Rejection.IMPLAUSIBLE);
  }

  private static String neso(String from, String to, String value) {
    return rows(row(from, to, value));
  }

  private static String rows(String... rows) {
    return "{\"data\":[" + String.join(",", rows) + "]}";
  }

  private static String row(String from, String to, String value) {
    return """
        {"from":"%s","to":"%s","intensity":{"forecast":null,"actual":%s,"index":"moderate"}}
        """
        .formatted(from, to, value);
  }

  private static CheckedAnswer verdict(String body) {
    return verdict(body, Optional.empty());
  }

  private static CheckedAnswer verdict(String body, Optional<GridIntensity> usual) {
    try (VendorServer neso = VendorServer.saying(body)) {
      return CheckedAnswer.on(new NesoFeed(VendorServer.client(), neso.url()), GB, usual);
    }
  }

  private static void assertRefused(String body, Rejection why) {
    CheckedAnswer verdict = verdict(body);
    assertThat(verdict.records()).isEmpty();
    assertThat(verdict.why()).containsExactly(why);
  }
}
