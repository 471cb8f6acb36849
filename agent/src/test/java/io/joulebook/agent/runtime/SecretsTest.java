package io.joulebook.agent.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.joulebook.agent.config.Inputs;
import io.joulebook.agent.config.Settings;
import io.joulebook.collector.local.InProcessCollector;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever is wrong with a configuration that has a key in it, the key is said nowhere. */
class SecretsTest {
  private static final List<String> SECRET_KEYS =
      List.of("feeds.watttime.password", "feeds.electricitymaps.token");

  private static final List<String> URL_KEYS =
      List.of(
          "feeds.neso.url",
          "feeds.rte.url",
          "feeds.energidataservice.url",
          "feeds.electricitymaps.url",
          "feeds.watttime.url",
          "feeds.carbonawaresdk.url");

  /** Ways to write a secret value, most of them wrong. KEY is the key that it stands under. */
  private static final List<String> VALUES =
      List.of(
          "KEY: SEKRET",
          "KEY: %SEKRET",
          "KEY: @SEKRET",
          "KEY: `SEKRET",
          "KEY: *SEKRET",
          "KEY: &SEKRET",
          "KEY: !SEKRET",
          "KEY: !SEKRET x",
          "KEY: '%SEKRET",
          "KEY: \"SEKRET",
          "KEY: \"SEKRET\nSEKRET: \"x",
          "KEY: 'x\nSEKRET: y'",
          "KEY: \"SEK\\qSEKRET\"",
          "KEY:\tSEKRET\n\tSEKRET: x",
          "KEY: SEKRET: x",
          "KEY: x: SEKRET",
          "KEY: {SEKRET}",
          "KEY: {SEKRET: x}",
          "KEY: {x: SEKRET}",
          "KEY: {SEKRET",
          "KEY: [SEKRET]",
          "KEY: [SEKRET, x]",
          "KEY: [SEKRET",
          "KEY: {a: {b: {c: {d: {e: {SEKRET: SEKRET}}}}}}",
          "KEY: SEKRET\nKEY: SEKRET2",
          "KEY SEKRET: x",
          "KEY SEKRET",
          "KEY=SEKRET",
          "KEY:SEKRET",
          "KEY.SEKRET: SEKRET",
          "KEYSEKRET: SEKRET",
          "KEY: |\n  SEKRET\n  SEKRET",
          "KEY: ? SEKRET",
          "? KEY\n: SEKRET\n: SEKRET",
          "- KEY: SEKRET",
          "KEY: SEKRET\n  SEKRET",
          "KEY: \"SEKRET\" SEKRET",
          "KEY: SEKRET\0",
          "KEY: SEKRÉT SEKRET\u0007");

  /** What stands around it. */
  private static final List<String> FILES =
      List.of(
          "%s\n",
          "grid.zone: 'DE\n%s\n'\n",
          "grid.zone: \"DE\n%s\npue: \"1.2\"\n",
          "receipts.file: '/tmp/x\n  %s'\n",
          "pue: much\n%s\n",
          "%s\nfeeds:\n  watttime: {password: SEKRET, user: someone}\n  electricitymaps:\n    token: SEKRET\n",
          "models:\n  - match: {engine: x}\n    %s\n",
          "budgets:\n  - name: a\n    %s\n",
          "budgets:\n  - name: 'a\n    %s'\n",
          "embodied:\n  - %s\n",
          "feeds.http-json:\n  %s\n",
          "feeds:\n  http-json:\n    headers:\n      X-Key: 'SEKRET\n    %s'\n");

  private static final List<String> HTTP_JSON =
      List.of(
          "feeds.http-json: SEKRET",
          "feeds.http-json: [SEKRET]",
          "feeds.http-json: [{headers: {X-Key: SEKRET}}]",
          "feeds.http-json: {headers: SEKRET}",
          "feeds.http-json: {headers: [SEKRET]}",
          "feeds.http-json: {url: 'https://h.example/SEKRET/{from}', headers: {X-Key: {env: SEKRET}}}",
          "feeds.http-json: {url: 'https://h.example/x', headers: {X-Key: {file: SEKRET}}}",
          "feeds.http-json: {url: 'https://h.example/x', headers: {X-Key: {SEKRET: x}}}",
          "feeds.http-json: {url: 'https://h.example/x', headers: {'Authorization SEKRET': x}}",
          "feeds.http-json: {url: 'https://h.example/x', headers: {SEKRET4711: }}",
          "feeds.http-json: {url: 'https://h.example/x?key=SEKRET', headers: {X-Key: [SEKRET]}}",
          "feeds.http-json: {url: 'https://SEKRET@h.example/x'}",
          "feeds.http-json: {url: 'h.example/SEKRET'}",
          "feeds.http-json: {url: 'https://elsewhere.example/SEKRET', values: /a, from: /b, to: /c,"
              + " value: /d, unit: gCO2/kWh, signal: average, basis: lifecycle}");

  @TempDir Path folder;

  static Stream<String> files() {
    List<String> all = new ArrayList<>();
    for (String key : SECRET_KEYS) {
      for (String value : VALUES) {
        String written = value.replace("KEY", key);
        FILES.forEach(file -> all.add(file.replace("%s", written)));
        all.add("feeds:\n  " + written.replace("feeds.", "").replace("\n", "\n  ") + "\n");
      }
    }
    all.addAll(HTTP_JSON);
    for (String key : URL_KEYS) {
      for (String url :
          List.of(
              "https://h.example/SEKRET/v3",
              "https://SEKRET@h.example",
              "https://h.example?SEKRET",
              "https://h.example/#SEKRET",
              "h.example/SEKRET",
              "SEKRET",
              "ftp://h.example/SEKRET",
              "https://h.example/a b/SEKRET",
              "https://SEKRET:x@h.example:99999/")) {
        all.add(key + ": '" + url + "'\n");
      }
    }
    all.add("feeds.SEKRET: x\nfeeds: {SEKRET: x}\n");
    all.add("grid.zone: DE feeds.electricitymaps.token=SEKRET\n");
    all.add("JOULEBOOK_FEEDS_ELECTRICITYMAPS_TOKEN=SEKRET: x\n");
    all.add("receipts.file: 'https://SEKRET:x@h.example/x'\n");
    all.add("feeds.electricitymaps: {url: 'https://api.electricitymaps.com/SEKRET/v5'}\n");
    all.add("feeds.watttime.user: 'someone:SEKRET'\n");
    all.add("runbooks.url: 'https://SEKRET@h.example/'\n");
    all.add("runbooks.url: 'https://SEKRET:x@h.example:99999/'\n");
    all.add("runbooks.url: 'https://h.example/x?key=SEKRET'\n");
    all.add("feeds.watttime.password.file: SEKRET\n");
    all.add("feeds.electricitymaps.token.file: SEKRET\n");
    all.add("metrics.token.file: SEKRET\n");
    return all.stream();
  }

  private static final String ALL_FEEDS =
      "electricitymaps,watttime,neso,rte,energidataservice,carbonawaresdk,http-json,static";

  /** What the agent says and writes of a configuration, but for its metrics. */
  private static String said(Settings settings) {
    StringBuilder said = new StringBuilder();
    Consumer<String> say = line -> said.append(line).append('\n');
    settings.complaints().forEach(say);
    settings.shown().forEach(key -> say.accept(String.valueOf(key.text())));
    say.accept(ReceiptLog.head(settings).toString());
    try {
      InProcessCollector collector = InProcessCollector.open(CollectorConfig.of(settings, say));
      collector.complaints().forEach(say);
      collector.ladder().forEach((feed, what) -> say.accept(feed + what));
    } catch (RuntimeException thrown) {
      say.accept(trace(thrown));
    }
    return said.toString();
  }

  private static String trace(Throwable thrown) {
    StringWriter trace = new StringWriter();
    thrown.printStackTrace(new PrintWriter(trace));
    return trace.toString();
  }

  @ParameterizedTest
  @MethodSource("files")
  void noFileOfTheConfigurationGivesItAway(String yaml) {
    Settings settings =
        Settings.resolve(
            new Inputs(
                "config=j.yaml,grid.zone=DE,grid.feeds=" + ALL_FEEDS,
                Map.of(),
                Map.of(),
                path -> yaml));

    assertThat(said(settings)).doesNotContain("SEKR");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "feeds.watttime.password=SEKRET",
        "feeds.watttime.password:SEKRET",
        "SEKRET",
        "feeds.watttime.pasword=SEKRET",
        "feeds.watttime.password=a,SEKRET",
        "feeds.watttime.password=a,SEKRET=b",
        "feeds.watttime.password=a,sekret=b",
        "grid.zone=DE,feeds.electricitymaps.token:SEKRET",
        "grid.zone=DE,feeds.electricitymaps.token SEKRET",
        "sekret",
        "sekret.word,grid.zone=DE",
        "metrics.address=http://u:SEKRET@127.0.0.1:9487",
        "metrics.web-config=prom:SEKRET",
        "feeds.hosts=u:SEKRET@h.example",
        "grid.history=s3://u:SEKRET@bucket",
        "receipts.file=https://u:SEKRET@h.example/x",
        "config=feeds: {electricitymaps: {token: SEKRET}}",
        "config=token: SEKRET",
        "feeds.watttime.url=https://h.example/SEKRET",
        "feeds.neso.url=SEKRET"
      })
  void noArgumentGivesItAway(String argument) {
    assertThat(said(Settings.resolve(new Inputs(argument, Map.of(), Map.of(), path -> ""))))
        .doesNotContainIgnoringCase("SEKR");
  }

  @ParameterizedTest
  @MethodSource("files")
  void noFileThatIsReadAgainGivesItAway(String yaml) throws IOException {
    StringBuilder said = new StringBuilder();
    Path file = Files.writeString(folder.resolve("j.yaml"), BEFORE);
    Inputs inputs = new Inputs("config=" + file, Map.of(), Map.of(), path -> read(Path.of(path)));
    Settings before = Settings.resolve(inputs);
    BudgetReloader budgets =
        BudgetReloader.open(
            before,
            InProcessCollector.open(CollectorConfig.of(before, said::append)),
            () -> inputs,
            said::append,
            said::append);
    Files.writeString(file, yaml);
    budgets.look();
    budgets.look();

    assertThat(said.toString()).contains("budgets").doesNotContain("SEKR");
  }

  private static final String BEFORE = "budgets: [{name: all, joules-per-call: 5}]\n";

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
