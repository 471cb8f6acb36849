package io.joulebook.agent.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.joulebook.agent.config.Inputs;
import io.joulebook.collector.Call;
import io.joulebook.collector.Charge;
import io.joulebook.collector.Component;
import io.joulebook.collector.Device;
import io.joulebook.collector.Joules;
import io.joulebook.collector.Quality;
import io.joulebook.collector.Receipt;
import io.joulebook.collector.Source;
import io.joulebook.collector.receiptlog.EntryLine;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.json.JSONObject;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportCommandTest {
  private static final Instant NOON = Instant.parse("2026-11-01T12:00:00Z");

  @TempDir private Path folder;
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  @Test
  void itPrintsWhatTheReceiptsCost() throws IOException {
    assertThat(run("receipts.file=" + receipts(), "grid.intensity=400", "pue=1.5")).isZero();
    assertThat(text(out))
        .contains("m (onnxruntime run)", "exact: 3600.000000 J, 0.600000000 g", "1.5 (configured)");
    assertThat(text(err)).isEmpty();
  }

  @Test
  void filesMayBeNamedByThemselves() throws IOException {
    assertThat(run(receipts().toString(), "grid.intensity=400")).isZero();
    assertThat(run(folder.toString(), receipts().toString(), "grid.intensity=400")).isZero();
    assertThat(run(folder + "/rec*.jsonl", "grid.intensity=400")).isZero();
    assertThat(text(out).split("exact: 3600.000000 J", -1)).hasSize(4);
  }

  @Test
  void itPrintsJsonForMachines() throws IOException {
    assertThat(run("--json", "receipts.file=" + receipts() + ",grid.intensity=400")).isZero();
    assertThat(new JSONObject(text(out)).getJSONObject("calls").getLong("firstKnownNanograms"))
        .isEqualTo(400_000_000);
  }

  @Test
  void aPeriodIsOfDatesOrTimesOfUtc() throws IOException {
    String file = "receipts.file=" + receipts();
    assertThat(run(file, "--from", "2026-11-01", "--to=2026-11-01T12:00:00Z")).isZero();
    assertThat(text(out)).contains("No call and no statement");

    out.reset();
    assertThat(run(file, "--from=2026-11-01", "--to", "2026-11-02")).isZero();
    assertThat(text(out)).contains("m (onnxruntime run)");
  }

  @Test
  void whatCannotBeReportedIsSaidInALine() throws IOException {
    assertThat(run("grid.intensity=400")).isEqualTo(1);
    assertThat(run("receipts.file=" + folder.resolve("absent"))).isEqualTo(1);
    assertThat(run("receipts.file=" + receipts(), "pue=0.5")).isEqualTo(1);
    assertThat(run("receipts.file=" + receipts(), "grid.zone=GB", "grid.feeds=neso")).isEqualTo(1);
    assertThat(text(out)).isEmpty();
    assertThat(text(err).lines())
        .satisfiesExactly(
            line -> assertThat(line).contains("receipts.file is unset"),
            line -> assertThat(line).contains("absent' does not exist"),
            line -> assertThat(line).contains("pue=\"0.5\"", "a factor from 1 to 10"),
            line -> assertThat(line).contains("grid.history is unset", "neso"));
  }

  @Test
  void wrongUsageIsToldFromThat() throws IOException {
    for (String[] wrong :
        List.of(
            new String[] {"--from"},
            new String[] {"--from", "yesterday"},
            new String[] {"--to", "2026-11-31"},
            new String[] {"--upto", "2026-11-01"},
            new String[] {"--from", "2026-11-02", "--to", "2026-11-02"},
            new String[] {"--to", "2026-11-02", "--to", "2026-11-03"})) {
      assertThat(run(wrong)).as(List.of(wrong).toString()).isEqualTo(2);
    }
    assertThat(text(err)).contains("usage: report");
  }

  private int run(String... arguments) {
    return new ReportCommand(
            new PrintStream(out, true, StandardCharsets.UTF_8),
            new PrintStream(err, true, StandardCharsets.UTF_8),
            InstantSource.fixed(NOON.plus(Duration.ofDays(9))),
            settings -> new Inputs(settings, Map.of(), Map.of(), ReportCommandTest::noFile))
        .applyAsInt(arguments);
  }

  private static String noFile(String path) throws IOException {
    throw new IOException(path + " is no file");
  }

  private static String text(ByteArrayOutputStream written) {
    return written.toString(StandardCharsets.UTF_8);
  }

  private Path receipts() throws IOException {
    Device gpu = new Device("GPU-1", Component.GPU, Source.NVML);
    Charge charge =
        new Charge(
            gpu,
            NOON,
            NOON.plusSeconds(10),
            Joules.ofMicros(3_000_000_000L),
            Joules.ofMicros(600_000_000L),
            Joules.ZERO,
            Duration.ofSeconds(10));
    Receipt receipt =
        new Receipt(
            new Call("m", "onnxruntime", "run", Call.Outcome.OK),
            NOON,
            Duration.ofSeconds(10),
            OptionalLong.of(1),
            OptionalLong.empty(),
            OptionalLong.empty(),
            Optional.empty(),
            Optional.empty(),
            List.of(charge),
            Quality.MEASURED);
    return Files.writeString(folder.resolve("receipts.jsonl"), EntryLine.of(receipt));
  }
}
