package io.joulebook.collector.feed.vendor;

import static org.assertj.core.api.Assertions.assertThat;

import io.joulebook.collector.feed.Feed;
import io.joulebook.collector.feed.FetchOutcome;
import io.joulebook.collector.feed.Rejection;
import io.joulebook.collector.grid.EmissionMethod;
import io.joulebook.collector.grid.Zone;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FileFeedTest {
  private static final Zone XK = new Zone("XK");
  private static final String HEADER = "from,to,g_per_kwh,kind\n";
  private static final String ROW = "2026-11-23T10:00:00Z,2026-11-23T11:00:00Z,216,actual\n";

  @TempDir private Path folder;

  @Test
  void itReadsCsv() throws IOException {
    String text =
        """
        from,to,g_per_kwh
        2026-11-23T10:00:00Z,2026-11-23T11:00:00Z,216.5
        2026-11-23T12:00+01:00,2026-11-23T13:00+01:00,3e2
        """;
    write(text.replace("\n", "\r\n"));
    assertThat(verdict().lines())
        .containsExactly(
            "2026-11-23T10:00:00Z PT1H actual 216.500 g/kWh",
            "2026-11-23T11:00:00Z PT1H actual 300.000 g/kWh");
  }

  @Test
  void itReadsKindsAndTellsAllOfAFileThatIsNewAndThenWhatWasAskedFor() throws IOException {
    Feed feed = feed();
    write(
        HEADER
            + ROW
            + "2026-11-23T11:00Z,2026-11-23T12:00Z,217,estimated\n"
            + "2026-11-23T12:00Z,2026-11-23T13:00Z,218,forecast\n"
            + "2026-11-23T13:00Z,2026-11-23T14:00Z,219,forecast\n"
            + "2025-11-23T13:00Z,2025-11-23T14:00Z,219,\n");
    assertThat(CheckedAnswer.on(feed, XK).lines())
        .contains("2025-11-23T13:00:00Z PT1H actual 219.000 g/kWh")
        .hasSize(5);
    assertThat(CheckedAnswer.on(feed, XK).lines())
        .containsExactly(
            "2026-11-23T10:00:00Z PT1H actual 216.000 g/kWh",
            "2026-11-23T11:00:00Z PT1H estimated 217.000 g/kWh",
            "2026-11-23T12:00:00Z PT1H forecast 218.000 g/kWh");
  }

  @Test
  void whatWasMeasuredStandsAboveAnEstimateAndBothAboveAForecast() throws IOException {
    write(
        HEADER
            + "2026-11-23T08:00Z,2026-11-23T09:00Z,300,forecast\n"
            + "2026-11-23T08:00Z,2026-11-23T09:00Z,216,actual\n"
            + "2026-11-23T09:00Z,2026-11-23T10:00Z,217,actual\n"
            + "2026-11-23T09:00Z,2026-11-23T10:00Z,217,estimated\n"
            + "2026-11-23T10:00Z,2026-11-23T11:00Z,218,estimated\n"
            + "2026-11-23T09:30Z,2026-11-23T10:30Z,400,forecast\n");
    CheckedAnswer verdict = CheckedAnswer.on(feed(), XK);
    assertThat(verdict.lines())
        .containsExactly(
            "2026-11-23T08:00:00Z PT1H actual 216.000 g/kWh",
            "2026-11-23T09:00:00Z PT1H actual 217.000 g/kWh",
            "2026-11-23T10:00:00Z PT1H estimated 218.000 g/kWh");
    assertThat(verdict.why()).isEmpty();
  }

  @Test
  void twoMeasurementsOfOneTimeAreStillNeitherTaken() throws IOException {
    write(
        HEADER
            + "2026-11-23T08:00Z,2026-11-23T09:00Z,216,actual\n"
            + "2026-11-23T08:00Z,2026-11-23T09:00Z,217,actual\n");
    assertThat(CheckedAnswer.on(feed(), XK).why()).containsExactly(Rejection.OVERLAP);
  }

  @Test
  void aByteOrderMarkIsNoPartOfTheFile() throws IOException {
    write("\uFEFF" + HEADER + ROW);
    assertThat(verdict().lines()).hasSize(1);
    write("\uFEFF[{\"from\":\"2026-11-23T10:00Z\",\"to\":\"2026-11-23T11:00Z\",\"gPerKwh\":9}]");
    assertThat(verdict().lines()).hasSize(1);
  }

  @Test
  void itReadsJson() throws IOException {
    write(
        """
        [{"from":"2026-11-23T10:00Z","to":"2026-11-23T11:00Z","gPerKwh":216.5},
         {"from":"2026-11-23T11:00Z","to":"2026-11-23T12:00Z","gPerKwh":9,"kind":"estimated"}]
        """);
    assertThat(verdict().lines())
        .containsExactly(
            "2026-11-23T10:00:00Z PT1H actual 216.500 g/kWh",
            "2026-11-23T11:00:00Z PT1H estimated 9.000 g/kWh");
  }

  @Test
  void itReadsAgainWhenSizeOrTimeChangesElseItAnswersFromMemory() throws IOException {
    Feed feed = feed();
    write(HEADER + ROW);
    touch("2026-11-23T12:00:00Z");
    assertThat(CheckedAnswer.on(feed, XK).lines()).singleElement().asString().contains("216.000");
    write(HEADER + ROW.replace("216", "217"));
    touch("2026-11-23T12:00:00Z");
    assertThat(CheckedAnswer.on(feed, XK).lines()).singleElement().asString().contains("216.000");
    touch("2026-11-23T12:00:01Z");
    assertThat(CheckedAnswer.on(feed, XK).lines()).singleElement().asString().contains("217.000");
    write(HEADER + ROW.replace("216", "21.5"));
    touch("2026-11-23T12:00:01Z");
    assertThat(CheckedAnswer.on(feed, XK).lines()).singleElement().asString().contains("21.500");
  }

  @Test
  void aMissingFileOrAFolderIsNotReachableAndMayComeBack() throws IOException {
    Feed feed = feed();
    assertThat(fetch(feed)).isInstanceOf(FetchOutcome.Unreachable.class);
    write(HEADER + ROW);
    assertThat(CheckedAnswer.on(feed, XK).records()).hasSize(1);
    Files.delete(file());
    assertThat(fetch(feed)).isInstanceOf(FetchOutcome.Unreachable.class);
    Files.createDirectory(file());
    assertThat(fetch(feed)).isInstanceOf(FetchOutcome.Unreachable.class);
  }

  @Test
  void halfAFileIsNoneWhereverItIsCut() throws IOException {
    String whole = HEADER + ROW + ROW.replace("T10", "T08").replace("T11", "T09");
    for (int length = 0; length < whole.length(); length++) {
      write(whole.substring(0, length));
      boolean endsALine = length > 0 && whole.charAt(length - 1) == '\n';
      assertThat(fetch(feed()) instanceof FetchOutcome.Malformed)
          .as("cut at %d", length)
          .isEqualTo(!endsALine);
    }
    write("[{\"from\":\"2026-11-23T10:00Z\",\"to\":\"2026-11-23T11:00Z\",\"gPerKwh\":21");
    assertThat(fetch(feed())).isEqualTo(new FetchOutcome.Malformed(Rejection.NOT_JSON));
  }

  @Test
  void aFileOfMoreThanAMebibyteIsNotRead() throws IOException {
    write(HEADER + ROW.repeat((1 << 20) / ROW.length() + 1));
    assertThat(fetch(feed())).isEqualTo(new FetchOutcome.Malformed(Rejection.TOO_LARGE));
  }

  @ParameterizedTest
  @CsvSource({
    "216, '', NO_VALUE",
    "216, NaN, NOT_A_NUMBER",
    "216, '\"216\"', NOT_A_NUMBER",
    "216, 0x1p3, NOT_A_NUMBER",
    "216, ' 216', NOT_A_NUMBER",
    "216, 0, OUT_OF_RANGE",
    "216, -5, OUT_OF_RANGE",
    "216, 1e999, OUT_OF_RANGE",
    "216, '216,5', SHAPE",
    "216, '', NO_VALUE",
    "actual, measured, SHAPE",
    "10:00:00Z, 10:00:00, TIME",
    "g_per_kwh, value, SHAPE"
  })
  void whatIsNotAsAgreedIsRefused(String said, String instead, Rejection why) throws IOException {
    write((HEADER + ROW).replace(said, instead));
    assertThat(verdict().records()).isEmpty();
    assertThat(verdict().why()).containsExactly(why);
  }

  @Test
  void textThatIsNotUtf8IsRefused() throws IOException {
    Files.write(file(), "from,to,g_per_kwh\n\u00e9\n".getBytes(StandardCharsets.ISO_8859_1));
    assertThat(fetch(feed())).isEqualTo(new FetchOutcome.Malformed(Rejection.ENCODING));
  }

  @Provide
  Arbitrary<String> cells() {
    return Arbitraries.oneOf(
        Arbitraries.strings().withCharRange(' ', '~').ofMaxLength(20),
        Arbitraries.strings().withChars("0123456789.-eE").ofMaxLength(7),
        Arbitraries.bigDecimals()
            .between(BigDecimal.ZERO, BigDecimal.valueOf(2_500))
            .ofScale(4)
            .map(BigDecimal::toPlainString));
  }

  @Property(tries = 500)
  void anyTextIsTakenForTheNumberThatItIsOrRefusedForOneReason(@ForAll("cells") String cell)
      throws IOException {
    Path file = Files.createTempFile("joulebook", ".csv");
    try {
      Files.writeString(file, HEADER + ROW.replace("216", cell));
      Feed feed = new FileFeed(file, FileFeed.facts(EmissionMethod.AVERAGE_LIFECYCLE));
      CheckedAnswer verdict = CheckedAnswer.on(feed, XK);
      if (isIntensity(cell)) {
        assertThat(verdict.records())
            .singleElement()
            .extracting(taken -> BigDecimal.valueOf(taken.intensity().milligramsPerKwh(), 3))
            .satisfies(
                taken ->
                    assertThat(taken.subtract(new BigDecimal(cell)).abs())
                        .isLessThanOrEqualTo(new BigDecimal("0.0005")));
      } else {
        assertThat(verdict.records()).isEmpty();
        assertThat(verdict.why()).hasSize(1);
      }
    } finally {
      Files.delete(file);
    }
  }

  private static boolean isIntensity(String cell) {
    if (!cell.matches("[0-9]{1,15}([.][0-9]{1,15})?([eE][+-]?[0-9]{1,3})?")) {
      return false;
    }
    BigDecimal number = new BigDecimal(cell);
    return number.compareTo(BigDecimal.valueOf(2_000)) <= 0
        && number.setScale(3, RoundingMode.HALF_EVEN).signum() > 0;
  }

  private Path file() {
    return folder.resolve("intensity");
  }

  private void write(String text) throws IOException {
    Files.writeString(file(), text);
  }

  private void touch(String time) throws IOException {
    Files.setLastModifiedTime(file(), FileTime.from(Instant.parse(time)));
  }

  private static FetchOutcome fetch(Feed feed) {
    return feed.fetch(CheckedAnswer.FROM, VendorServer.NOW);
  }

  private CheckedAnswer verdict() {
    return CheckedAnswer.on(feed(), XK);
  }

  private Feed feed() {
    return new FileFeed(file(), FileFeed.facts(EmissionMethod.AVERAGE_LIFECYCLE));
  }
}
