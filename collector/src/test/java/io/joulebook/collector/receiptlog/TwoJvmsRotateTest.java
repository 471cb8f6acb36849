package io.joulebook.collector.receiptlog;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Two JVMs share a file of receipts, and rotate it hundreds of times. */
@Timeout(120)
class TwoJvmsRotateTest {
  private static final int LINES = 2_000;

  @TempDir Path folder;

  @Test
  void theyLoseNoLineAndLeaveWholeFilesThatSayWhoWroteThem() throws Exception {
    Process one = start("one");
    Process other = start("other");
    try (BufferedReader ofOne = one.inputReader(StandardCharsets.US_ASCII);
        BufferedReader ofOther = other.inputReader(StandardCharsets.US_ASCII)) {
      for (String state : List.of("ready", "written")) {
        assertThat(List.of(ofOne.readLine(), ofOther.readLine())).containsOnly(state);
        goOn(one);
        goOn(other);
      }
      assertThat(Stream.concat(ofOne.lines(), ofOther.lines())).as("complaints").isEmpty();
      assertThat(one.waitFor() + other.waitFor()).isZero();
    } finally {
      one.destroyForcibly();
      other.destroyForcibly();
    }
    new RotatingJvm(file(), "next").compress(); // what is left to the one that comes after them

    List<String> lines = new ArrayList<>();
    for (Path rotated : ReceiptFiles.rotatedFrom(file())) {
      assertThat(rotated.toString()).endsWith(".gz");
      lines.addAll(linesUnderTheirHeads(rotated));
    }
    assertThat(folder.toFile().list()).hasSize(ReceiptFiles.rotatedFrom(file()).size() + 1);
    lines.addAll(linesUnderTheirHeads(file()));
    assertThat(lines).containsExactlyInAnyOrderElementsOf(expected());
  }

  private Path file() {
    return folder.resolve("receipts.jsonl");
  }

  private Process start(String name) throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:TieredStopAtLevel=1",
            "-cp",
            System.getProperty("java.class.path"),
            RotatingJvm.class.getName(),
            file().toString(),
            name,
            String.valueOf(LINES))
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
  }

  private static void goOn(Process jvm) throws IOException {
    jvm.getOutputStream().write('\n');
    jvm.getOutputStream().flush();
  }

  private static List<String> linesUnderTheirHeads(Path file) throws IOException {
    Set<String> heads = new HashSet<>();
    List<String> lines = new ArrayList<>();
    try (BufferedReader in =
        new BufferedReader(
            new InputStreamReader(ReceiptFiles.open(file), StandardCharsets.US_ASCII))) {
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        String[] words = line.split(" ", -1);
        if (words[0].equals("head")) {
          heads.add(words[1]);
        } else if (!line.isEmpty()) {
          assertThat(heads).as("heads before %s in %s", line, file).contains(words[1]);
          lines.add(line);
        }
      }
    }
    return lines;
  }

  private static List<String> expected() {
    return Stream.concat(
            Stream.of("line next last"),
            Stream.of("one", "other")
                .flatMap(
                    name ->
                        Stream.concat(
                            IntStream.range(0, LINES).mapToObj(i -> "line " + name + " " + i),
                            Stream.of("line " + name + " last"))))
        .toList();
  }
}
