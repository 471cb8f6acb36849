package io.joulebook.nvml.readme;

import static org.assertj.core.api.Assertions.assertThat;

import io.joulebook.nvml.fake.FakeMachine;
import io.joulebook.nvml.fake.ForkedJvm;
import io.joulebook.nvml.fake.NeedsCompiler;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The README's program is the one that compiles, and its output is the one it prints. */
@NeedsCompiler
class ReadmeTest {
  private static final Path MODULE = Path.of(System.getProperty("joulebook.basedir", "."));

  private final String readme = Files.readString(MODULE.resolve("README.md"));

  ReadmeTest() throws IOException {}

  @Test
  void theProgramIsTheOneThatCompiles() throws IOException {
    List<String> source =
        Files.readAllLines(
            MODULE.resolve("src/test/java/io/joulebook/nvml/readme/FirstProgram.java"));
    int first = source.indexOf("  public static void main(String[] args) throws NvmlException {");
    source
        .subList(first, source.size() - 1)
        .forEach(line -> assertThat(readme).contains(unindented(line)));
  }

  @Test
  void theOutputIsWhatItPrints(@TempDir Path folder) throws IOException {
    FakeMachine machine = FakeMachine.oneH100(folder);
    String printed = new ForkedJvm(folder).run(FirstProgram.class, machine.library().toString());
    assertThat(printed).contains("energy mJ");
    assertThat(withoutEnergy(readme)).contains(withoutEnergy(printed));
  }

  /** The energy is another at every run. */
  private static String withoutEnergy(String text) {
    return text.replaceAll("energy mJ  Value\\[value=\\d{10}]", "energy");
  }

  private static String unindented(String line) {
    return line.startsWith("  ") ? line.substring(2) : line;
  }
}
