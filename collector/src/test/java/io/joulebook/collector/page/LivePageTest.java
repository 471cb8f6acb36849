package io.joulebook.collector.page;

import static io.joulebook.collector.Entries.H100;
import static io.joulebook.collector.Entries.PACKAGE;
import static io.joulebook.collector.Entries.PRETENDED;
import static io.joulebook.collector.Entries.call;
import static io.joulebook.collector.Entries.charge;
import static io.joulebook.collector.Entries.receipt;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.joulebook.collector.AgentHealth;
import io.joulebook.collector.Charge;
import io.joulebook.collector.Component;
import io.joulebook.collector.Device;
import io.joulebook.collector.Joules;
import io.joulebook.collector.Source;
import io.joulebook.collector.budget.Budgets;
import io.joulebook.collector.budget.Limit;
import io.joulebook.collector.carbon.Footprint;
import io.joulebook.collector.feed.vendor.GridSettings;
import io.joulebook.collector.grid.GridIntensity;
import io.joulebook.collector.http.Endpoint;
import io.joulebook.collector.local.CollectorSettings;
import io.joulebook.collector.local.InProcessCollector;
import java.io.File;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The page for people, in Chromium, over books whose joules come from several sources. */
class LivePageTest {
  private static final Device OLD = new Device("GPU-2", Component.GPU, Source.NVML_POWER);
  private static final long JOULE = 1_000_000;

  /** Of virtual time: the page reads at once, after one second and then after five more. */
  private static final int TWO_READINGS_MILLIS = 3_000;

  @TempDir Path profile;

  @BeforeAll
  static void chromiumIsNeeded() {
    boolean found = chromium().isPresent();
    if (Boolean.getBoolean("joulebook.ci")) {
      assertThat(found).as("chromium is on PATH, as it must be in CI").isTrue();
    }
    if (!found) {
      System.out.println("Skipped: chromium is not on PATH (Debian package: chromium)");
    }
    assumeTrue(found, "chromium is not on PATH");
  }

  private static Optional<Path> chromium() {
    return Arrays.stream(System.getenv("PATH").split(File.pathSeparator, -1))
        .map(folder -> Path.of(folder, "chromium"))
        .filter(Files::isExecutable)
        .findFirst();
  }

  private static InProcessCollector collector() {
    return InProcessCollector.open(
        new CollectorSettings(
            "1.2.3",
            GridSettings.of(
                Optional.empty(), Optional.of(GridIntensity.parse("360")), Optional.empty()),
            Optional.empty(),
            Footprint.NONE,
            200));
  }

  private static void enter(InProcessCollector to, int calls, Charge... charges) {
    for (int i = 0; i < calls; i++) {
      to.accept(receipt(call("m"), charges));
    }
  }

  /** Two sources, of which one grows between the page's first reading and its second. */
  private static InProcessCollector twoSources() {
    InProcessCollector books = collector();
    books.budgets(
        List.of(
            Budgets.of("calls", new Limit.JoulesPerCall(Joules.ofMicros(20 * JOULE)), "99%"),
            Budgets.of("day", new Limit.JoulesPerDay(Joules.ofMicros(7_200_000 * JOULE)))));
    enter(books, 100, charge(H100, 9 * JOULE, JOULE));
    enter(books, 60, charge(OLD, 30 * JOULE, 0));
    AtomicInteger scrapes = new AtomicInteger();
    books.health(
        () -> {
          if (scrapes.incrementAndGet() == 2) {
            enter(books, 40, charge(OLD, 30 * JOULE, 0));
          }
          return AgentHealth.NONE;
        });
    return books;
  }

  @Test
  void eachSourcesJoulesAreDividedByItsOwnCalls() throws Exception {
    String page = shown(twoSources());

    List<List<String>> models = rows(page, "models");
    assertThat(models).hasSize(2);
    assertThat(models.get(0))
        .startsWith("m / onnxruntime run nvml", "100", "no calls", "10 J", "0 W")
        .endsWith("1 mg", "100 mg");
    assertThat(models.get(1))
        .startsWith("m / onnxruntime run nvml_power", "100", "30 J", "30 J")
        .endsWith("3 mg", "300 mg");
    assertThat(models.get(1).get(4)).endsWith("W").isNotEqualTo("0 W");
  }

  @Test
  void aBudgetIsJudgedForEachSourceApart() throws Exception {
    assertThat(rows(shown(twoSources()), "budgets"))
        .containsExactly(
            List.of(
                "calls / nvml", "20 J per call", "100", "0", "0 % over since start; 1 % allowed"),
            List.of(
                "calls / nvml_power",
                "20 J per call",
                "0",
                "100",
                "Over: 100 % over since start; 1 % allowed"),
            List.of("day / nvml", "2 kWh per day", "100", "0", "0.05556 % of today (UTC) used"),
            List.of(
                "day / nvml_power", "2 kWh per day", "100", "0", "0.05556 % of today (UTC) used"));
  }

  @Test
  void oneSourceStandsWithTheCallsOfUnknownEnergyInOneRow() throws Exception {
    InProcessCollector books = collector();
    enter(books, 100, charge(H100, 10 * JOULE, 0));
    enter(books, 5);

    assertThat(rows(shown(books), "models"))
        .containsExactly(
            List.of(
                "m / onnxruntime run nvml", "105", "no calls", "10 J", "0 W", "1 mg", "100 mg"));
  }

  @Test
  void besideSeveralSourcesCallsOfUnknownEnergyHaveARowOfTheirOwn() throws Exception {
    InProcessCollector books = collector();
    enter(books, 100, charge(H100, 10 * JOULE, 0));
    enter(books, 50, charge(H100, 10 * JOULE, 0), charge(PACKAGE, 2 * JOULE, 0));
    enter(books, 10, charge(PRETENDED, JOULE, 0));
    enter(books, 5);

    String unknown = "not known";
    assertThat(rows(shown(books), "models"))
        .containsExactly(
            List.of("m / onnxruntime run nvml", "100", "no calls", "10 J", "0 W", "1 mg", unknown),
            List.of(
                "m / onnxruntime run nvml+rapl",
                "50",
                "no calls",
                "12 J",
                "0 W",
                "1.2 mg",
                unknown),
            List.of(
                "m / onnxruntime run simulated", "10", "no calls", "1 J", "0 W", "100 µg", "1 mg"),
            List.of(
                "m / onnxruntime run energy not known",
                "5",
                "no calls",
                unknown,
                unknown,
                unknown,
                unknown));
  }

  @Test
  void aModelOfWhichNothingIsKnownSaysSo() throws Exception {
    InProcessCollector books = collector();
    books.budgets(
        List.of(Budgets.of("calls", new Limit.JoulesPerCall(Joules.ofMicros(JOULE)), "99%")));
    enter(books, 5);
    String page = shown(books);

    assertThat(rows(page, "models").get(0))
        .startsWith("m / onnxruntime run", "5", "no calls", "not known");
    assertThat(rows(page, "budgets"))
        .containsExactly(List.of("calls", "1 J per call", "0", "0", "no call judged"));
  }

  @Test
  void eachCellSaysWhatItIsWhereTheHeadOfTheTableHasNoRoom() throws Exception {
    assertThat(shown(twoSources()))
        .contains("data-title=\"State\"", "data-title=\"Model\"", "data-title=\"CO₂e so far\"");
  }

  private String shown(InProcessCollector collector) throws Exception {
    InetSocketAddress anyPort = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    try (Endpoint endpoint = collector.serve(anyPort)) {
      Process browser =
          new ProcessBuilder(
                  chromium().orElseThrow().toString(),
                  "--headless",
                  "--no-sandbox",
                  "--disable-gpu",
                  "--user-data-dir=" + profile,
                  "--virtual-time-budget=" + TWO_READINGS_MILLIS,
                  "--dump-dom",
                  "http://127.0.0.1:" + endpoint.address().getPort() + "/")
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      String page = new String(browser.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertThat(browser.waitFor()).isZero();
      return page;
    }
  }

  private static List<List<String>> rows(String page, String table) {
    String body = "<table id=\"" + table + "\">.*?<tbody>(.*?)</tbody>";
    return groups("<tr>(.*?)</tr>", groups(body, page).get(0)).stream()
        .map(row -> groups("<t[hd][^>]*>(.*?)</t[hd]>", row))
        .map(cells -> cells.stream().map(LivePageTest::text).toList())
        .toList();
  }

  private static List<String> groups(String pattern, String text) {
    return Pattern.compile(pattern, Pattern.DOTALL)
        .matcher(text)
        .results()
        .map((MatchResult found) -> found.group(1))
        .toList();
  }

  private static String text(String cell) {
    return cell.replace("<div class=\"small\">", " / ").replaceAll("<[^>]*>", "");
  }
}
