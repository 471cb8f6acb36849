package io.joulebook.agent.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DoctorTest {
  @TempDir Path folder;

  @Test
  void itSaysWhichExportersHaveTheSameJoules() {
    assertThat(said("metrics.address=off"))
        .containsPattern("ok +micrometer +where the application has Micrometer.*the same joules");
    assertThat(said("metrics.address=off", "micrometer=off"))
        .containsPattern("- +micrometer +micrometer=off");
  }

  @Test
  void whatCannotBeWrittenToIsSaidWithTheReasonAndWhatIsAllowed() throws Exception {
    Path pipe = folder.resolve("pipe");
    assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor()).isZero();
    String file = ".*: it must be a file that this user can write to, in a folder that is there";
    for (String path :
        List.of(folder.toString(), "/dev/full", pipe.toString(), folder + "/absent/receipts")) {
      assertThat(said("metrics.address=off", "receipts.file=" + path))
          .containsPattern("no +receipts.file " + path + " cannot be written \\(.+\\)" + file);
    }
    String bad = "(/dev/null|/proc/below) cannot be written \\(.+\\): it must be a folder that";
    assertThat(said("metrics.address=off", "shared.path=/dev/null", "grid.history=/proc/below"))
        .containsPattern("no +shared.path +" + bad)
        .containsPattern("no +grid.history +" + bad)
        .doesNotContain("All is well");
  }

  @Test
  void whatCanBeWrittenToIsSaidToo() {
    assertThat(
            said(
                "power.source=simulated",
                "metrics.address=off",
                "receipts.file=" + folder.resolve("receipts.jsonl"),
                "grid.history=" + folder.resolve("history")))
        .contains("receipts.jsonl can be written", "history can be written")
        .containsPattern("- +history +grid.history: nothing is kept in it");
    assertThat(folder).isEmptyDirectory();
  }

  private static String said(String... options) {
    PrintStream out = System.out;
    ByteArrayOutputStream said = new ByteArrayOutputStream();
    try {
      System.setOut(new PrintStream(said, true, StandardCharsets.UTF_8));
      new Doctor().applyAsInt(options);
    } finally {
      System.setOut(out);
    }
    return said.toString(StandardCharsets.UTF_8);
  }

  @Test
  void noKeyIsShown() throws IOException {
    PrintStream out = System.out;
    ByteArrayOutputStream said = new ByteArrayOutputStream();
    try {
      System.setOut(new PrintStream(said, true, StandardCharsets.UTF_8));
      for (String yaml :
          List.of(
              "feeds.watttime.password: %SEKRET",
              "feeds.watttime: {password: SEKRET, url: 'https://h.example/SEKRET'}",
              "receipts.file: '/tmp/x\n  feeds.watttime.password: SEKRET'",
              "feeds.http-json: [SEKRET]")) {
        Path file = Files.writeString(folder.resolve("j.yaml"), yaml);
        new Doctor()
            .applyAsInt(
                new String[] {
                  "config=" + file, "power.source=simulated", "metrics.address=off", "grid.zone=DE"
                });
      }
    } finally {
      System.setOut(out);
    }
    assertThat(said.toString(StandardCharsets.UTF_8))
        .contains("Configuration")
        .doesNotContain("SEKR");
  }
}
