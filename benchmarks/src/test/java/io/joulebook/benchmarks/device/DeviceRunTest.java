package io.joulebook.benchmarks.device;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.joulebook.nvml.fake.FakeCall;
import io.joulebook.nvml.fake.FakeMachine;
import io.joulebook.nvml.fake.NeedsCompiler;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A check of fake cards, in virtual time. */
@NeedsCompiler
class DeviceRunTest {
  private static final long SECONDS = 200;
  private static final int NO_PERMISSION = 4;
  private static final String NO_CUDA = "no CUDA here";

  @TempDir private Path folder;

  private static JsonNode rows(Report report) throws IOException {
    JsonNode json = new ObjectMapper().readTree(report.json());
    assertThat(json.path("fake").asBoolean()).isTrue();
    JsonNode rows = json.path("rows");
    assertThat(rows.properties())
        .extracting(row -> row.getKey())
        .containsExactlyInAnyOrderElementsOf(Stream.of(Figure.values()).map(Figure::key).toList());
    for (Figure figure : Figure.values()) {
      assertThat(report.table()).contains("| " + figure.title() + " | ");
    }
    return rows;
  }

  private static String why(JsonNode rows, Figure figure) {
    return rows.path(figure.key()).path("notMeasured").asText();
  }

  private static JsonNode row(JsonNode rows, Figure figure) {
    assertThat(why(rows, figure)).as(figure.key()).isEmpty();
    return rows.path(figure.key());
  }

  @Test
  void theFiguresOfASoundCardAreNearTheTruth() throws IOException {
    JsonNode rows = rows(new FakeCard(FakeMachine.oneH100(folder)).report(SECONDS));

    JsonNode period = row(rows, Figure.COUNTER_PERIOD);
    assertThat(period.path("ms").asDouble()).isCloseTo(100, within(0.1));
    assertThat(period.path("phaseLocked").asBoolean()).isTrue();
    assertThat(row(rows, Figure.COUNTER_QUANTUM).path("mJ").asLong()).isPositive();
    assertThat(row(rows, Figure.LAG).path("ms").asDouble()).isCloseTo(60, within(2.0));
    assertThat(row(rows, Figure.WINDOW).path("seesAll").asBoolean()).isTrue();
    assertThat(row(rows, Figure.LOW_PASS).path("found").asBoolean()).isFalse();
    JsonNode square = row(rows, Figure.SQUARE_WAVE);
    assertThat(square.path("leastWatts").asDouble()).isCloseTo(235, within(2.0));
    assertThat(square.path("mostWatts").asDouble()).isCloseTo(235, within(2.0));
    for (Figure each : List.of(Figure.COUNTER_TO_POWER_IDLE, Figure.COUNTER_TO_POWER_BUSY)) {
      assertThat(row(rows, each).path("percent").asDouble()).isCloseTo(0, within(0.5));
    }
    assertThat(row(rows, Figure.IDLE_POWER).path("watts").asDouble()).isCloseTo(55, within(0.1));
    assertThat(row(rows, Figure.BASE_POWER).path("watts").asDouble()).isCloseTo(110, within(0.5));
    assertThat(row(rows, Figure.COUNTER_AFTER_CLOSE).path("goesOn").asBoolean()).isTrue();
    for (Figure each : Figure.values()) {
      if (each.key().startsWith("cost_")) {
        assertThat(row(rows, each).path("medianMicros").asDouble()).isPositive();
      }
    }
    assertThat(row(rows, Figure.CLOCKS_IDLE).at("/reasons/0").asText()).isEqualTo("idle");
    assertThat(row(rows, Figure.CLOCKS_BUSY).path("reasons"))
        .extracting(JsonNode::asText)
        .contains("software power cap");
    JsonNode processes = row(rows, Figure.PROCESS_UTILIZATION);
    assertThat(processes.path("everyMs").asDouble()).isBetween(160.0, 340.0);
    assertThat(processes.path("ageMs").asDouble()).isBetween(300.0, 700.0);
    assertThat(processes.path("ownProcessSeen").asBoolean()).isTrue();
  }

  @Test
  void whatIsSentNamesNoCardHostOrProcess() throws IOException {
    FakeMachine machine = FakeMachine.oneH100(folder);
    Report report = new FakeCard(machine).report(20);

    assertThat(report.json() + report.table())
        .contains("H100")
        .doesNotContain(machine.gpu(0).uuid(), machine.gpu(0).pciBusId(), folder.toString())
        .doesNotContain(Long.toString(FakeCard.PROCESS))
        .doesNotContain(InetAddress.getLocalHost().getHostName());
    assertThat(Row.missing(Figure.LAG, "no GPU-4a6f756c-6562-6f6f-6b00-000000000001 here").text())
        .isEqualTo("not measured: no GPU-… here");
  }

  @Test
  void aCounterThatSeesAQuarterOfTheTimeIsFoundOut() throws IOException {
    FakeMachine machine = FakeMachine.oneH100(folder);
    FakeCard card = new FakeCard(machine);
    machine.gpu(0).energyWindow(Duration.ofMillis(25));

    JsonNode rows = rows(card.report(SECONDS));

    assertThat(row(rows, Figure.WINDOW).path("seesAll").asBoolean()).isFalse();
    JsonNode square = row(rows, Figure.SQUARE_WAVE);
    assertThat(square.path("leastWatts").asDouble()).isLessThan(120);
    assertThat(square.path("mostWatts").asDouble()).isGreaterThan(350);
  }

  @Test
  void aCardWithoutACounterHasTheFiguresOfItsPower() throws IOException {
    JsonNode rows = rows(new FakeCard(FakeMachine.withoutCounter(folder)).report(20));

    for (Figure each : List.of(Figure.COUNTER_PERIOD, Figure.LAG, Figure.SQUARE_WAVE)) {
      assertThat(why(rows, each)).isEqualTo("no energy counter: this device does not support it");
    }
    assertThat(row(rows, Figure.COST_INSTANT_POWER).path("calls").asInt()).isPositive();
    assertThat(row(rows, Figure.IDLE_POWER).path("by").asText()).isEqualTo("field 186");
    assertThat(row(rows, Figure.BASE_POWER).path("watts").asDouble()).isCloseTo(110, within(0.5));
  }

  @Test
  void withoutALoadTheRestIsMeasured() throws IOException {
    FakeCard card = new FakeCard(FakeMachine.oneH100(folder));

    JsonNode rows = rows(card.report(20, Load.none(NO_CUDA)));

    for (Figure each :
        List.of(
            Figure.LAG,
            Figure.WINDOW,
            Figure.LOW_PASS,
            Figure.SQUARE_WAVE,
            Figure.COUNTER_TO_POWER_BUSY,
            Figure.BASE_POWER,
            Figure.CLOCKS_BUSY,
            Figure.PROCESS_UTILIZATION)) {
      assertThat(why(rows, each)).isEqualTo(NO_CUDA);
    }
    assertThat(row(rows, Figure.COUNTER_PERIOD).path("ms").asDouble()).isCloseTo(100, within(0.5));
    assertThat(row(rows, Figure.IDLE_POWER).path("watts").asDouble()).isCloseTo(55, within(0.1));
  }

  @Test
  void aCallThatIsNotPermittedCostsItsRowOnly() throws IOException {
    FakeMachine machine = FakeMachine.oneH100(folder);
    machine.gpu(0).answer(FakeCall.EVENT_REASONS, NO_PERMISSION);
    machine.gpu(0).answer(FakeCall.PROCESS_UTILIZATION, NO_PERMISSION);

    JsonNode rows = rows(new FakeCard(machine).report(20));

    for (Figure each :
        List.of(Figure.CLOCKS_IDLE, Figure.CLOCKS_BUSY, Figure.PROCESS_UTILIZATION)) {
      assertThat(why(rows, each)).isEqualTo("this user may not do it");
    }
    assertThat(row(rows, Figure.COUNTER_PERIOD).path("ms").asDouble()).isCloseTo(100, within(0.5));
  }

  @Test
  void withoutADriverEachRowSaysWhy() throws IOException {
    Report report = new FakeCard(FakeMachine.driverNotLoaded(folder)).report(20);

    JsonNode rows = rows(report);
    assertThat(report.hasAny()).isFalse();
    for (Figure each : Figure.values()) {
      assertThat(why(rows, each)).isEqualTo("no NVML: the NVIDIA driver is not loaded");
    }
  }
}
