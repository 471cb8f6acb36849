package io.joulebook.agent.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.joulebook.agent.instrument.CustomHook;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SettingsTest {
  private static Settings resolve(
      String arguments,
      Map<String, String> properties,
      Map<String, String> environment,
      String yaml) {
    return Settings.resolve(
        new Inputs(
            arguments,
            properties,
            environment,
            path -> {
              if (path.equals("absent.yaml")) {
                throw new IOException("no such file");
              }
              return yaml;
            }));
  }

  private static Settings ofArguments(String arguments) {
    return resolve(arguments, Map.of(), Map.of(), "");
  }

  private static Resolved<?> find(Settings settings, String key) {
    return settings.all().stream().filter(r -> r.key().equals(key)).findFirst().orElseThrow();
  }

  @Test
  void defaultsHoldWhereNothingIsSet() {
    Settings settings = ofArguments("");

    assertThat(settings.complaints()).isEmpty();
    assertThat(settings.require(Keys.METRICS_ADDRESS)).contains(new HostPort("127.0.0.1", 9487));
    assertThat(settings.require(Keys.POWER_SOURCE)).containsExactly(SourceName.AUTO);
    assertThat(settings.get(Keys.GRID_ZONE)).isEmpty();
    assertThat(settings.require(Keys.STATEMENTS_INTERVAL)).hasMinutes(1);
    assertThat(settings.require(Keys.RECEIPTS_ROTATE))
        .isEqualTo(new RotateRule(256L << 20, Duration.ofHours(24)));
    assertThat(settings.all()).allSatisfy(r -> assertThat(r.origin()).isEqualTo(Origin.DEFAULT));
  }

  @Test
  void theLongestCallIsATimeWithItsUnit() {
    assertThat(ofArguments("").require(Keys.CALLS_LONGEST)).hasHours(1);
    assertThat(ofArguments("calls.longest=90s").require(Keys.CALLS_LONGEST)).hasSeconds(90);
    assertThat(ofArguments("calls.longest=720h").complaints()).isEmpty();
    for (String bad : List.of("0s", "721h", "90", "1d", "-1h", "1.5h", "99999999h")) {
      assertThat(ofArguments("calls.longest=" + bad).complaints())
          .singleElement()
          .asString()
          .contains("calls.longest=\"" + bad + "\"", "1s to 720h", "the default 1h");
    }
  }

  @Test
  void whatYamlCannotTakeIsNamedForWhatItIs() {
    for (List<String> each :
        List.of(
            List.of("a: 1\na: 2\n", "has a key twice in one map, line 2, column 1:"),
            List.of("a: 1\n---\nb: 2\n", "holds more than one document: join them"),
            List.of("b: &x {quiet: true}\n<<: *x\n", "has a merge key (<<) on line 2"))) {
      Settings settings = resolve("", Map.of(), Map.of("JOULEBOOK_CONFIG", "j.yaml"), each.get(0));

      assertThat(settings.complaints()).anyMatch(complaint -> complaint.contains(each.get(1)));
    }
  }

  @Test
  void aKeyWithoutItsValueOrANameWithoutItsKeyIsRefused() {
    for (String bad : List.of("a.B#m= items=arg0", "a.B#m=model=this.name", "a.B#m=x waits")) {
      assertThat(ofArguments("hooks.custom=" + bad).complaints())
          .singleElement()
          .asString()
          .contains("'" + bad + "'");
    }
    assertThat(ofArguments("hooks.custom=a.B#m=waits").complaints()).isEmpty();
  }

  @Test
  void aPatternIsNoAddressToListenOn() {
    for (String bad : List.of("*", "*:9487", "9487", "http://localhost:9487")) {
      assertThat(ofArguments("metrics.address=" + bad).complaints())
          .singleElement()
          .asString()
          .contains("\"" + bad + "\"", "0.0.0.0 is every address of this machine");
    }
  }

  @Test
  void theAgentArgumentWinsOverPropertyEnvironmentAndFile() {
    Map<String, String> property = Map.of("joulebook.grid.zone", "FR");
    Map<String, String> environment =
        Map.of("JOULEBOOK_GRID_ZONE", "GB", "JOULEBOOK_CONFIG", "j.yaml");

    assertThat(find(resolve("grid.zone=DE", property, environment, "grid.zone: DK"), "grid.zone"))
        .satisfies(r -> assertThat(r.text()).contains("DE"))
        .satisfies(r -> assertThat(r.origin()).isEqualTo(Origin.ARGUMENT));
    assertThat(find(resolve("", property, environment, "grid.zone: DK"), "grid.zone").origin())
        .isEqualTo(Origin.PROPERTY);
    assertThat(find(resolve("", Map.of(), environment, "grid.zone: DK"), "grid.zone").origin())
        .isEqualTo(Origin.ENVIRONMENT);
    assertThat(
            find(resolve("config=j.yaml", Map.of(), Map.of(), "grid.zone: DK"), "grid.zone").text())
        .contains("DK");
  }

  @Test
  void aBadValueNamesKeyValuePlaceAndWhatIsAllowedAndTheDefaultHolds() {
    Settings settings = resolve("", Map.of(), Map.of("JOULEBOOK_SAMPLE_PERIOD", "fast"), "");

    assertThat(settings.complaints())
        .containsExactly(
            "sample.period=\"fast\" (JOULEBOOK_SAMPLE_PERIOD) is not allowed: it must be auto, or"
                + " 1ms to 10s, e.g. 20ms; using the default auto");
    assertThat(settings.require(Keys.SAMPLE_PERIOD).fixed()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "metrics.address=9487",
    "metrics.address=localhost:65536",
    "metrics.address=localhost:http",
    "power.source=gpu",
    "'power.source=auto,nvml'",
    "sample.period=0ms",
    "sample.period=11s",
    "hooks.custom=com.acme.Ranker",
    "hooks.custom=com.acme.Ranker#score",
    "hooks.custom=com.acme.Ran ker#score=x",
    "hooks.disabled=torch",
    "grid.zone=Germany",
    "grid.intensity=0",
    "grid.intensity=NaN",
    "pue=0.9",
    "micrometer=on",
    "nvml.library=",
    "receipts.file=",
  })
  void badValuesAreOneComplaintEach(String argument) {
    assertThat(ofArguments(argument).complaints()).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource({
    "metrics.address=off",
    "metrics.address=[::1]:0",
    "'power.source=nvml,simulated'",
    "sample.period=20ms",
    "hooks.custom=com.acme.Ranker#score=acme-ranker;com.acme.Other#run=other",
    "hooks.disabled=djl",
    "grid.zone=NO",
    "grid.zone=cloud:aws/eu-west-1",
    "pue=1.2",
    "'receipts.file=/var/log/a,b.jsonl'",
  })
  void goodValuesAreNone(String argument) {
    assertThat(ofArguments(argument).complaints()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "grid.zone=eu-west-1, did you mean cloud:aws/eu-west-1?",
    "grid.zone=UK, did you mean GB?",
    "grid.zone=DE-FOO, did you mean DE (Germany)?",
    "grid.intensity=0.342, 'if these are kilograms, write 342'",
  })
  void anImpossibleZoneOrIntensityIsRefusedWithWhatMayBeMeant(String argument, String meant) {
    assertThat(ofArguments(argument).complaints())
        .singleElement()
        .asString()
        .contains("is not allowed", meant);
  }

  @Test
  void listsInTheAgentArgumentMayHaveCommas() {
    Settings settings =
        ofArguments("nvml.devices=0,GPU-1,power.source=nvml,simulated,metrics.address=off");

    assertThat(settings.complaints()).isEmpty();
    assertThat(settings.get(Keys.NVML_DEVICES)).contains(List.of("0", "GPU-1"));
    assertThat(settings.require(Keys.POWER_SOURCE))
        .containsExactly(SourceName.NVML, SourceName.SIMULATED);
    assertThat(settings.require(Keys.METRICS_ADDRESS)).isEmpty();
  }

  @Test
  void unknownKeysAreSaidWithWhatWasMeant() {
    Settings settings =
        resolve("grid.zon=DE", Map.of("joulebook.gridzone", "1"), Map.of("JOULEBOOK_PU", "x"), "");

    assertThat(settings.complaints())
        .containsExactly(
            "unknown key \"grid.zon\" (agent argument): ignored; did you mean grid.zone?",
            "unknown key \"gridzone\" (system property): ignored; did you mean grid.zone?",
            "unknown key \"JOULEBOOK_PU\" (environment): ignored; did you mean pue?");
  }

  @Test
  void anArgumentThatIsNoPairIsShownIfItIsAlmostAKey() {
    assertThat(ofArguments("quit").complaints())
        .containsExactly("\"quit\" (agent argument) is not KEY=VALUE: ignored");
    assertThat(ofArguments("simulated").complaints())
        .containsExactly("the beginning (agent argument) is not KEY=VALUE: ignored");
  }

  @Test
  void aWrongHookIsNamed() {
    assertThat(ofArguments("hooks.custom=a.B#c=d;a.B#e").complaints())
        .singleElement()
        .asString()
        .contains("'a.B#e' is not one")
        .endsWith("the other entries hold");
    assertThat(ofArguments("hooks.custom=a.B#c=d;a.B#e").get(Keys.HOOKS_CUSTOM).orElseThrow())
        .containsExactly(new CustomHook("a.B", "c", "d"));
    for (String ours : List.of("jdk.internal.misc.VM#isBooted", "sun.misc.Unsafe#park")) {
      assertThat(ofArguments("hooks.custom=" + ours + "=x").complaints())
          .singleElement()
          .asString()
          .contains("is a class of the JDK");
    }
    assertThat(ofArguments("hooks.custom=java.lang.String#length=s").complaints())
        .singleElement()
        .asString()
        .contains("'java.lang.String' is a class of the JDK");
  }

  @Test
  void aHookMayMeanSubclassesAndOneOverload() {
    Settings settings =
        ofArguments("hooks.custom=a.B+#c(long  java.util.List float[])=d;a.B#e()=f;a.B#g(1)=h");
    assertThat(settings.get(Keys.HOOKS_CUSTOM).orElseThrow())
        .containsExactly(
            new CustomHook(
                "a.B", true, "c", Optional.of(List.of("long", "java.util.List", "float[]")), "d"),
            new CustomHook("a.B", false, "e", Optional.of(List.of()), "f"))
        .extracting(CustomHook::name)
        .containsExactly("a.B+#c(long java.util.List float[])", "a.B#e()");
    assertThat(settings.complaints()).singleElement().asString().contains("'1' is not a type");
  }

  @Test
  void aHookMaySayWhereItsSizesStandAndAWrongWordIsNamed() {
    Settings settings =
        ofArguments(
            "hooks.custom=a.B#c=my model items=arg0.size device=0+gpu1 waits=true;a.B#d=e"
                + " itens=arg0;a.B#f=g device=GPU-1+0;a.B#h=i model=result.name;a.B#j=k"
                + " items=size;a.B#l=m waits=yes;a.B#n=o device=gpu device=cpu");
    assertThat(settings.get(Keys.HOOKS_CUSTOM).orElseThrow())
        .extracting(CustomHook::model)
        .containsExactly("my model");
    assertThat(settings.complaints())
        .satisfiesExactly(
            line ->
                assertThat(line)
                    .contains("'a.B#d=e itens=arg0' is not one: 'itens=arg0' is not KEY=VALUE;")
                    .contains("allowed are items, inputTokens, outputTokens, model, device and"),
            line ->
                assertThat(line)
                    .contains("'device=GPU-1+0' is none; allowed are CUDA ordinals such as 0"),
            line -> assertThat(line).contains("'model=result.name' is told too late"),
            line -> assertThat(line).contains("'size' is not a path; allowed are this, arg0"),
            line -> assertThat(line).contains("'waits=yes' is neither true nor false"),
            line -> assertThat(line).contains("'device=cpu' is not KEY=VALUE"));
  }

  @Test
  void aConstructorIsRefusedAndAKotlinNameIsNot() {
    Settings settings = ofArguments("hooks.custom=a.B#<init>=x;a.B#rank-IoAF18A=y");
    assertThat(settings.complaints())
        .singleElement()
        .asString()
        .contains("'a.B#<init>=x' names a constructor: meter the method that calls it");
    assertThat(settings.get(Keys.HOOKS_CUSTOM).orElseThrow())
        .containsExactly(new CustomHook("a.B", "rank-IoAF18A", "y"));
  }

  @Test
  void keysOfLaterVersionsAreNotIgnoredSilently() {
    assertThat(ofArguments("collector.url=http://localhost").complaints())
        .containsExactly(
            "collector.url (agent argument) is not supported in this version: ignored");
  }

  @Test
  void theFileMayNestKeysAndNameModels() {
    Settings settings =
        resolve(
            "config=j.yaml",
            Map.of(),
            Map.of(),
            """
            grid: {zone: NO, feeds: [static]}
            hooks:
              custom: ["com.acme.Ranker#score=a", "com.acme.Ranker#rank=b"]
            models:
              - match: {engine: onnx*, path: "*/bert?.onnx"}
                name: bert
                device: gpu
            """);

    assertThat(settings.complaints()).isEmpty();
    assertThat(find(settings, "grid.zone").text()).contains("NO");
    assertThat(settings.get(Keys.HOOKS_CUSTOM).orElseThrow()).hasSize(2);
    assertThat(settings.models())
        .singleElement()
        .satisfies(
            rule -> {
              assertThat(rule.name()).isEqualTo(Optional.of("bert"));
              assertThat(rule.matches("onnxruntime", "/models/bert1.onnx", "x")).isTrue();
              assertThat(rule.matches("onnxruntime", "/models/bert.onnx", "x")).isFalse();
              assertThat(rule.matches("djl", "/models/bert1.onnx", "x")).isFalse();
            });
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "absent.yaml | cannot be read",
        "torn.yaml | is not YAML",
        "list.yaml | must be a map",
        "models.yaml | models must be a list",
        "itself.yaml | nests keys too deeply",
        "twice.yaml | has grid.zone twice: the first holds",
        "engin.yaml | models has a rule that is not",
        "all.yaml | models has a rule that is not",
        "nameless.yaml | models has a rule that is not",
        "device.yaml | models has device \"gpuu\"",
      })
  void aBadFileIsOneComplaintAndTheOtherSettingsHold(String path, String complaint) {
    Map<String, String> contents =
        Map.of(
            "torn.yaml", "grid: {zone",
            "list.yaml", "- a",
            "models.yaml", "models: bert",
            "itself.yaml", "grid: &a\n  zone: *a\n",
            "twice.yaml", "grid.zone: DE\ngrid: {zone: FR}",
            "engin.yaml", "models: [{match: {engin: djl}, name: a}]",
            "all.yaml", "models: [{match: {}, name: a}]",
            "nameless.yaml", "models: [{match: {engine: djl}}]",
            "device.yaml", "models: [{match: {engine: djl}, device: gpuu}]");
    Settings settings =
        resolve("pue=1.2,config=" + path, Map.of(), Map.of(), contents.getOrDefault(path, ""));

    assertThat(settings.complaints()).singleElement().asString().contains(path, complaint);
    assertThat(settings.get(Keys.PUE)).isPresent();
  }

  /** A few lines of YAML can stand for gigabytes; more than the library's 50 aliases may not. */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aFileWhoseAliasesBecomeTooLargeIsOneComplaint(boolean ofLists) {
    StringBuilder yaml = new StringBuilder("pue: 1.5\n");
    if (ofLists) {
      yaml.append("a0: &a0 [x, x, x]\n");
      for (int i = 1; i < 17; i++) {
        yaml.append("a%d: &a%d [*a%d, *a%d, *a%d]\n".formatted(i, i, i - 1, i - 1, i - 1));
      }
      yaml.append("nvml.devices: [*a16]\n");
    } else {
      yaml.append("a: &a ").append("x".repeat(100_000)).append("\nnvml.devices: [");
      yaml.append("*a, ".repeat(100_000)).append("]\n");
    }
    Settings settings = resolve("config=bomb.yaml", Map.of(), Map.of(), yaml.toString());

    assertThat(settings.complaints())
        .singleElement()
        .asString()
        .contains("bomb.yaml becomes larger than 1 MiB by its aliases");
    assertThat(settings.isFileRead()).isFalse();
    assertThat(settings.get(Keys.PUE)).isEmpty();
  }

  @Test
  void aliasesOfSmallThingsMayBeMany() {
    String yaml = "models: [&m {match: {engine: djl}, name: a}" + ", *m".repeat(100) + "]\n";

    Settings settings = resolve("config=j.yaml", Map.of(), Map.of(), yaml);

    assertThat(settings.complaints()).isEmpty();
    assertThat(settings.models()).hasSize(101);
  }

  /** No text of the file may be said, so its place is all that a person has to go by. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "feeds.watttime.password: %word | , line 2, column 26: the other settings hold",
        "feeds.watttime.password: a: b | , line 2, column 27: the other settings hold",
        "feeds.watttime.password: [word] | has feeds.watttime.password on line 2, which must be",
        "feeds.watttime.user: a\\nfeeds: {watttime: {user: b}} | has a key on line 2 twice",
        "feeds.watttime.pass: word | unknown key (configuration file on line 2): ignored",
      })
  void whatIsWrongWithALineThatMayHaveAKeyIsSaidByItsPlace(String lines, String complaint) {
    String yaml = "pue: 1.2\n" + lines.replace("\\n", "\n") + "\n";

    assertThat(resolve("config=j.yaml", Map.of(), Map.of(), yaml).complaints())
        .singleElement()
        .asString()
        .contains(complaint);
  }

  @Test
  void everyKeyWhoseValueIsAFileOrFolderIsKnownAsAPath() {
    assertThat(Keys.all())
        .filteredOn(key -> key.allowed().matches("a (file|folder).*"))
        .hasSizeGreaterThan(7)
        .allMatch(key -> Keys.isPath(key.key()));
  }
}
