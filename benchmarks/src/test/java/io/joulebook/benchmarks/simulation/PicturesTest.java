package io.joulebook.benchmarks.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PicturesTest {
  @TempDir Path folder;

  @Test
  void whatARunFoundIsDrawn() throws Exception {
    List<Outcome> outcomes =
        Regimes.matching(List.of("1-in-flight", "2-in-flight", "mixed-4")).stream()
            .map(regime -> Outcome.of(regime, 15, 1))
            .toList();
    Pictures.draw(folder, outcomes);

    for (String name : List.of("calibration.png", "concurrency.png")) {
      BufferedImage picture = ImageIO.read(folder.resolve(name).toFile());
      assertThat(picture.getWidth()).isGreaterThan(600);
    }
    Path other = folder.resolve("other");
    Pictures.draw(other, outcomes.subList(0, 1));
    assertThat(Files.exists(other.resolve("concurrency.png"))).isFalse();
  }

  @Test
  void rangesThatAreWideHoldTheTruthAtEachLevel() {
    Outcome outcome = Outcome.of(Regimes.matching(List.of("mixed-8")).get(0), 20, 1);

    assertThat(outcome.coveredByLevel()).hasSameSizeAs(Outcome.LEVELS).isSorted();
    assertThat(outcome.coveredByLevel().get(3)).isEqualTo(outcome.covered());
  }
}
