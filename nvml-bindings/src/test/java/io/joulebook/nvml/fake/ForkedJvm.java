package io.joulebook.nvml.fake;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Another JVM with this one's class path, run to its end. */
public final class ForkedJvm {
  private final Path folder;
  private String extraClassPath = "";
  private String libraryPath = "";

  /** Starts in this folder. */
  public ForkedJvm(Path folder) {
    this.folder = folder;
  }

  public ForkedJvm classPath(Path extra) {
    extraClassPath = extra + File.pathSeparator;
    return this;
  }

  public ForkedJvm libraryPath(Path extra) {
    libraryPath = extra.toString();
    return this;
  }

  /** What it printed, on both streams. */
  public String run(Class<?> main, String... arguments) throws IOException {
    ProcessBuilder builder = new ProcessBuilder(command(main, arguments));
    builder.directory(folder.toFile()).redirectErrorStream(true);
    builder.environment().put("LD_LIBRARY_PATH", libraryPath);
    Process process = builder.start();
    return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
  }

  private List<String> command(Class<?> main, String... arguments) {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xshare:auto",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                extraClassPath + System.getProperty("java.class.path"),
                main.getName()));
    command.addAll(Arrays.asList(arguments));
    return command;
  }
}
