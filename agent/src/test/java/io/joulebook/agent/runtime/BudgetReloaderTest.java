package io.joulebook.agent.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.joulebook.agent.config.Inputs;
import io.joulebook.agent.config.Settings;
import io.joulebook.collector.Call;
import io.joulebook.collector.Charge;
import io.joulebook.collector.Component;
import io.joulebook.collector.Device;
import io.joulebook.collector.Joules;
import io.joulebook.collector.Quality;
import io.joulebook.collector.Receipt;
import io.joulebook.collector.Source;
import io.joulebook.collector.http.Endpoint;
import io.joulebook.collector.local.InProcessCollector;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BudgetReloaderTest {
  private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
  private static final String ONE_JOULE = limit(1);
  private static final String TWO_JOULES = limit(2);
  private static final String NONE = "budgets: []";
  private static final String NOT_RIGHT = "budgets: [{name: calls}]";
  private static final String OPEN_QUOTE =
      "budgets:\n  - name: 'calls\n    joules-per-call: 1'\n    objective: 99%";

  @TempDir private Path folder;

  private final List<String> said = new ArrayList<>();
  private InProcessCollector collector;
  private Endpoint endpoint;
  private int writes;

  @BeforeEach
  void serve() throws Exception {
    collector = InProcessCollector.open(CollectorConfig.of(read(""), said::add));
    endpoint = collector.serve(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
  }

  @AfterEach
  void close() {
    endpoint.close();
    collector.close();
  }

  private static String limit(int joules) {
    return "budgets: [{name: calls, joules-per-call: " + joules + ", objective: 99%}]";
  }

  private static Settings read(String arguments) {
    return Settings.resolve(inputs(arguments));
  }

  private static Inputs inputs(String arguments) {
    return new Inputs(arguments, Map.of(), Map.of(), path -> Files.readString(Path.of(path)));
  }

  private String config() {
    return "config=" + folder.resolve("joulebook.yaml");
  }

  // Two writes within a tick of the file system's clock are two states all the same.
  private void write(String yaml) throws Exception {
    Path file = Files.writeString(folder.resolve("joulebook.yaml"), yaml);
    writes++;
    Files.setLastModifiedTime(file, FileTime.from(NOON.plusSeconds(writes)));
  }

  private BudgetReloader open(Settings settings) {
    return BudgetReloader.open(settings, collector, () -> inputs(config()), said::add, said::add);
  }

  private static void lookUntilAtRest(BudgetReloader file) {
    file.look();
    file.look();
    file.look();
  }

  private String metrics(String begin) throws Exception {
    URI address = URI.create("http://127.0.0.1:" + endpoint.address().getPort() + "/metrics");
    HttpRequest request = HttpRequest.newBuilder(address).build();
    String page =
        HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString()).body();
    return String.join("\n", page.lines().filter(line -> line.startsWith(begin)).toList());
  }

  private void assertInForce(int joules) throws Exception {
    assertThat(metrics("joulebook_budget_limit_joules")).endsWith(" " + joules + ".0");
  }

  private void assertReadWell(boolean well) throws Exception {
    assertThat(metrics("joulebook_budgets_last_reload")).endsWith(well ? " 1.0" : " 0.0");
  }

  @Test
  void aChangeBetweenTheFirstReadingAndTheFirstLookIsSeen() throws Exception {
    write(ONE_JOULE);
    Settings settings = read(config());
    write(TWO_JOULES);
    BudgetReloader file = open(settings);
    lookUntilAtRest(file);

    assertInForce(2);
    assertReadWell(true);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", NOT_RIGHT, "budgets: [", OPEN_QUOTE})
  void aChangeForTheWorseBetweenThemIsSaidOnceAndLeavesThoseFirstRead(String worse)
      throws Exception {
    write(ONE_JOULE);
    Settings settings = read(config());
    write(worse);
    BudgetReloader file = open(settings);
    assertInForce(1);
    lookUntilAtRest(file);
    lookUntilAtRest(file);

    assertInForce(1);
    assertReadWell(false);
    assertThat(said).filteredOn(line -> line.contains("those in force stay")).hasSize(1);
  }

  @Test
  void whatIsNotRightFromTheBeginningIsSaidOnce() throws Exception {
    write(NOT_RIGHT);
    BudgetReloader file = open(read(config()));
    lookUntilAtRest(file);

    assertThat(said).singleElement().asString().contains("has no limit");
    assertReadWell(false);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "\n\n", "# nothing but a comment\n", "---\n"})
  void anEmptyFileTakesNoBudgetsAwayNorTheirCounts(String empty) throws Exception {
    write(ONE_JOULE);
    BudgetReloader file = open(read(config()));
    collector.accept(using(3_000_000));
    write(empty);
    lookUntilAtRest(file);

    assertInForce(1);
    assertReadWell(false);
    assertThat(said)
        .singleElement()
        .asString()
        .contains("those in force stay: it is empty; to have none, write budgets: []");

    write(TWO_JOULES);
    lookUntilAtRest(file);
    assertInForce(2);
    assertReadWell(true);
    assertThat(over()).containsPattern("verdict=\"over\".*} 1.0");
  }

  private String over() throws Exception {
    return metrics("joulebook_budget_calls_total");
  }

  private static Receipt using(long micros) {
    Duration second = Duration.ofSeconds(1);
    Device gpu = new Device("GPU-1", Component.GPU, Source.NVML);
    Joules active = Joules.ofMicros(micros);
    return new Receipt(
        new Call("ranker", "custom", "score", Call.Outcome.OK),
        NOON,
        second,
        OptionalLong.of(1),
        OptionalLong.empty(),
        OptionalLong.empty(),
        Optional.empty(),
        Optional.empty(),
        List.of(
            new Charge(
                gpu, NOON, NOON.plus(second), active, Joules.ZERO, Joules.ZERO, Duration.ZERO)),
        Quality.MEASURED);
  }

  @Test
  void toHaveNoneIsSaidByAnEmptyList() throws Exception {
    write(ONE_JOULE);
    BudgetReloader file = open(read(config()));
    write(NONE);
    lookUntilAtRest(file);

    assertThat(metrics("joulebook_budget_limit")).isEmpty();
    assertReadWell(true);
    assertThat(said).containsExactly("budgets read again: 0 in force");
  }

  @Test
  void aFileThatNeverHadBudgetsMayBeEmpty() throws Exception {
    write("grid: {zone: DE}");
    BudgetReloader file = open(read(config()));
    write("");
    lookUntilAtRest(file);

    assertReadWell(true);
    assertThat(said).containsExactly("budgets read again: 0 in force");
  }

  @Test
  void aBudgetThatNoHookCanJudgeIsSaidWhenItIsRead() throws Exception {
    write("budgets: [{name: tokens, joules-per-output-token: 0.4, objective: 99%}]");
    open(read(config()));

    assertThat(said)
        .singleElement()
        .asString()
        .startsWith("budget tokens judges only calls whose output tokens are seen");
    assertReadWell(true);
  }
}
