package io.joulebook.grafana;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** All boards drawn in Chromium with Grafana's own components, and one that is spoilt. */
@Needs({"prometheus", "node", "npm", "chromium"})
@ExtendWith(Stage.Keeper.class)
class RenderWholeTest {
  private static final Set<String> MODELS = Set.of("minilm-batched", "minilm-one-by-one");
  private static final String SPOILT = "spoilt";
  private static final int WIDTH = 1400;
  private static final long LARGEST = 200_000;

  @TempDir private static Path boards;

  private static Stage stage;
  private static RenderReport report;

  @BeforeAll
  static void draw(Stage shared) throws Exception {
    stage = shared;
    for (Path file : Dashboard.files()) {
      Files.copy(file, boards.resolve(file.getFileName()));
    }
    Files.writeString(boards.resolve(SPOILT + ".json"), spoilt().json().toString());
    report = Renderer.draw(stage, boards);
    if (Screenshots.areForDocs()) {
      Screenshots.publish(pictures());
    }
  }

  static List<String> names() throws IOException {
    return Dashboard.files().stream()
        .map(file -> file.getFileName().toString().replace(".json", ""))
        .toList();
  }

  private static Dashboard spoilt() throws IOException {
    Dashboard board = Dashboard.named("overview");
    replace(board, "Power by account", "joulebook_energy", "joulebook_enrgy");
    replace(board, "Energy per call by model", "> 0)", "> 0))");
    replace(board, "CO2e per call", "{job", "{model!=\"minilm-batched\",job");
    replace(board, "Models", "{job", "{model!=\"minilm-batched\",job");
    ObjectNode power = board.panel("Power now").json();
    ((ObjectNode) power.path("fieldConfig").path("defaults")).put("unit", "wat");
    board.panel("Grid intensity").json().put("type", "gague");
    return board;
  }

  private static void replace(Dashboard board, String title, String part, String instead) {
    ObjectNode target = board.panel(title).targets().get(0).json();
    String text = target.path("expr").asText();
    assertThat(text).contains(part);
    target.put("expr", text.replace(part, instead));
  }

  @ParameterizedTest
  @MethodSource("names")
  void aBoardIsDrawnWithoutAFault(String name) {
    assertThat(report.board(name).faults(MODELS)).isEmpty();
    assertThat(report.board(name).panels())
        .isNotEmpty()
        .allMatch(panel -> panel.path("drawn").asText().contains(panel.path("title").asText()));
  }

  @Test
  void theLightThemeIsDrawnWithoutAFaultToo() {
    assertThat(report.boards("light"))
        .singleElement()
        .satisfies(board -> assertThat(board.faults(MODELS)).isEmpty());
  }

  @ParameterizedTest
  @CsvSource({
    "Power by account, no data of",
    "Energy per call by model, parse error",
    "Models, of the models only [minilm-one-by-one]",
    "Power now, unknown unit wat",
    "Grid intensity, broken",
  })
  void whatIsSpoiltIsFound(String title, String fault) {
    assertThat(report.board(SPOILT).faults(MODELS))
        .anyMatch(found -> found.startsWith(title + ": ") && found.contains(fault));
  }

  @Test
  void aUnitThatGrafanaDoesNotKnowIsSeenInTheTextToo() {
    assertThat(report.board(SPOILT).texts("Power now")).allMatch(text -> text.endsWith(" wat"));
  }

  @ParameterizedTest
  @MethodSource("names")
  void itDrawsAsManySeriesAsPrometheusAnswers(String name) throws Exception {
    List<String> asked = new ArrayList<>();
    List<String> answered = new ArrayList<>();
    for (Panel panel : Dashboard.named(name).panels()) {
      for (Target target : panel.targets()) {
        String where = panel.id() + " " + target.refId() + ": ";
        asked.add(where + stage.viewer().answer(target).series().size());
      }
    }
    for (JsonNode panel : report.board(name).panels()) {
      for (JsonNode query : panel.path("queries")) {
        String where = panel.path("id").asText() + " " + query.path("refId").asText() + ": ";
        answered.add(where + query.path("series").asText());
      }
    }
    assertThat(answered).containsExactlyElementsOf(asked);
  }

  @ParameterizedTest
  @CsvSource({
    "overview, Where the joules come from, SIMULATED: not measured",
    "overview, Power now, '[\\d.]+ m?W'",
    "overview, Energy per call, '[\\d.]+ [mµ]?J'",
    "overview, CO2e per call, '[\\d.]+ [nµm]?gCO2e'",
    "overview, Grid intensity, '299 +gCO2e/kWh'",
    "overview, 'Books'' residual', 0 J",
    "books, Hooks, metering|not loaded",
    "books, History of intensities, on disk",
    "carbon, Water, '[\\d.]+ [nµ]L'",
    "carbon, Restated CO2e, none restated",
    "carbon, Age of the newest intensity, 0 s",
    "carbon, Grid intensity and its tier, '299 +gCO2e/kWh'",
    "models, Energy per output token, no tokens seen",
    "models, Routes seen, 2",
    "models, 'Saved, and whether it can be told', "
        + "'SIMULATED.*|(saves|costs more|cannot be told)|-?[\\d.]+ ?(m?J|%|[mµk]?Wh|[mµ]?gCO2e)'",
    "budgets, Highest burn rate, '[\\d.]+ x'",
    "budgets, Budgets read, in force",
    "budgets, 'Used today, JVM by JVM', '[\\d.]+%'",
  })
  void numbersAndWordsAreAsAPersonReadsThem(String name, String title, String text) {
    assertThat(report.board(name).texts(title))
        .isNotEmpty()
        .allMatch(shown -> shown.strip().matches(text));
  }

  private static List<Path> pictures() throws IOException {
    return Screenshots.in(Screenshots.folder()).stream()
        .filter(file -> !file.getFileName().toString().startsWith(SPOILT))
        .toList();
  }

  @Test
  void thereIsAPictureOfEachBoardAndALightOne() throws IOException {
    List<String> expected = new ArrayList<>(names());
    expected.add(Renderer.LIGHT + "-light");
    assertThat(pictures())
        .extracting(file -> file.getFileName().toString().replace(".png", ""))
        .containsExactlyInAnyOrderElementsOf(expected);
    for (Path picture : pictures()) {
      BufferedImage image = ImageIO.read(picture.toFile());
      assertThat(image.getWidth()).isEqualTo(WIDTH);
      assertThat(image.getHeight()).isGreaterThan(WIDTH / 2);
    }
  }

  @Test
  void thePicturesInTheDocumentationAreThoseAndSmall() throws IOException {
    assertThat(Screenshots.in(Screenshots.docs()))
        .allMatch(file -> file.toFile().length() < LARGEST)
        .extracting(Path::getFileName)
        .extracting(Path::toString)
        .contains(Screenshots.LIVE_PAGE)
        .filteredOn(name -> !name.equals(Screenshots.LIVE_PAGE))
        .containsExactlyElementsOf(
            pictures().stream().map(Path::getFileName).map(Path::toString).toList());
  }
}
