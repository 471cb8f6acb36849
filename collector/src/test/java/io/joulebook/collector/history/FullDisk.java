package io.joulebook.collector.history;

import io.joulebook.collector.ConfiguredPath;
import java.io.File;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** A JVM that may write files of 16 kB at most: to it, the disk is full after some forty lines. */
final class FullDisk {
  static final int LINES = 200;

  private FullDisk() {}

  /** Appends to a history there, and says how that went. */
  static String fill(Path folder) throws Exception {
    List<String> command = new ArrayList<>(List.of("bash", "-c", "ulimit -f 16; exec \"$@\"", "-"));
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:-UsePerfData", "-cp", System.getProperty("java.class.path")));
    command.addAll(List.of(FullDisk.class.getName(), folder.toString()));
    Process process = new ProcessBuilder(command).redirectError(new File("/dev/null")).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    process.waitFor();
    return said.strip();
  }

  public static void main(String[] arguments) {
    Path folder = Path.of(arguments[0]);
    try (History history =
        History.open(
            ConfiguredPath.of("grid.history", folder), Instant.EPOCH, entry -> {}, line -> {})) {
      for (int i = 0; i < LINES; i++) {
        history.append(List.of(HistoryEntries.known(i)));
      }
      System.out.printf(
          "on disk %s, write_failed %s%n",
          history.isOnDisk(), history.errors().containsKey("write_failed"));
    }
  }
}
