package io.joulebook.collector.report;

import static io.joulebook.collector.Entries.H100;
import static io.joulebook.collector.Entries.NOON;
import static io.joulebook.collector.Entries.PRETENDED;
import static io.joulebook.collector.Entries.call;
import static io.joulebook.collector.Entries.charge;
import static io.joulebook.collector.Entries.receipt;
import static io.joulebook.collector.Entries.statement;
import static io.joulebook.collector.Entries.traced;
import static io.joulebook.collector.Entries.withTokens;
import static org.assertj.core.api.Assertions.assertThat;

import io.joulebook.collector.Account;
import io.joulebook.collector.Glob;
import io.joulebook.collector.Grams;
import io.joulebook.collector.Joules;
import io.joulebook.collector.carbon.Embodied;
import io.joulebook.collector.carbon.Footprint;
import io.joulebook.collector.carbon.Training;
import io.joulebook.collector.carbon.Wue;
import io.joulebook.collector.metrics.Golden;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TextReportTest {
  private static final Instant LATER = NOON.plusSeconds(900);
  private static final Optional<String> EMBED = Optional.of("POST /embed");

  @TempDir private Path folder;

  @Test
  void aReportReadsLikeTheGoldenOne() throws IOException, ReportException {
    String text = full().report().text();

    assertThat(text.lines()).allMatch(line -> line.length() <= 120);
    assertThat(text).matches("[\\x20-\\x7e\\n]*");
    Golden.check("src/test/resources/golden/report.txt", text.replace(folder.toString(), "FOLDER"));
  }

  @Test
  void aReportForMachinesReadsLikeTheGoldenOne() throws IOException, ReportException {
    Golden.check(
        "src/test/resources/golden/report.json",
        full().json().toString(2).replace(folder.toString(), "FOLDER") + "\n");
  }

  private Archive full() {
    Embodied board =
        new Embodied(
            Glob.of("GPU-*"),
            Grams.ofNanos(164_000_000_000_000L),
            Duration.ofDays(5 * 365L),
            1_000,
            800,
            "preset");
    Footprint footprint =
        new Footprint(
            List.of(board),
            List.of(new Training(Glob.of("llama*"), Grams.ofNanos(5_000_000_000L), 1_000)),
            Optional.of(Wue.parse("0.27")));
    Archive archive = new Archive(folder).with(footprint).from("2026-03-01T00:00:00Z");
    return archive
        .said(250, NOON, LATER)
        .decided(250, NOON, LATER)
        .said(240, NOON, LATER.plusSeconds(600))
        .receipts(
            ComparisonTest.receipt("bge-large", EMBED, 8, H100, 42_000_000, 900_000),
            ComparisonTest.receipt("bge-large", EMBED, 8, H100, 39_500_000, 900_000),
            ComparisonTest.receipt("bge-small", EMBED, 4, H100, 4_100_000, 300_000),
            traced(
                "t1",
                withTokens(
                    700, 90, receipt(call("llama-3-8b"), charge(H100, 61_000_000, 9_000_000)))),
            receipt(call("llama-3-8b")),
            receipt(
                call("demo"),
                charge(PRETENDED, 1_500, 0, NOON.plusSeconds(43_000), NOON.plusSeconds(43_001))))
        .statements(
            statement(
                H100,
                Map.of(
                    Account.REQUESTS,
                    Joules.ofMicros(155_600_000),
                    Account.IDLE,
                    Joules.ofMicros(70_000_000),
                    Account.UNATTRIBUTED,
                    Joules.ofMicros(1_234_567))),
            statement(PRETENDED, Map.of(Account.REQUESTS, Joules.ofMicros(1_500))))
        .line("{\"type\":\"receipt\",\"model\":\"to");
  }
}
