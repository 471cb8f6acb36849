package io.joulebook.grafana;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** A program that has ended: how, and what it said. */
record Program(int exit, String output) {
  static Program run(Path folder, String... command) throws IOException, InterruptedException {
    return run(new ProcessBuilder(command).directory(folder.toFile()));
  }

  static Program run(ProcessBuilder builder) throws IOException, InterruptedException {
    Process process = builder.redirectErrorStream(true).start();
    String output =
        new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    return new Program(process.waitFor(), output);
  }
}
