package io.joulebook.grafana;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What runs the programs of the folder {@code render}, and installs what they need. */
final class Node {
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static Optional<Child> installing = Optional.empty();

  private Node() {}

  private static Path folder() {
    return Dashboard.folder().resolve("render");
  }

  /** Starts to install what is needed, where that is not there yet; takes half a minute. */
  static synchronized Child startInstalling() throws IOException {
    if (installing.isEmpty()) {
      List<String> install = List.of("npm", "ci", "--ignore-scripts", "--omit=dev");
      installing = Optional.of(start(isInstalled() ? List.of("true") : install));
    }
    return installing.get();
  }

  private static boolean isInstalled() throws IOException {
    Path list = folder().resolve("package-lock.json");
    Path done = folder().resolve("node_modules/.package-lock.json");
    return Files.exists(done)
        && Files.getLastModifiedTime(done).compareTo(Files.getLastModifiedTime(list)) > 0;
  }

  private static Child start(List<String> command) throws IOException {
    return Child.start(new ProcessBuilder(command).directory(folder().toFile()));
  }

  /** Runs a program to its end, once all is installed. */
  static void run(String program, List<String> arguments) throws Exception {
    startInstalling().end();
    List<String> command = new ArrayList<>(List.of("node", program));
    command.addAll(arguments);
    start(command).end();
  }

  /** What a program that judges finds wrong with each of these, by name; a list of lines each. */
  static Map<String, List<String>> judged(String program, Map<String, ?> things) throws Exception {
    Path in = Files.createTempFile("joulebook", ".json");
    Path out = Files.createTempFile("joulebook", ".json");
    try {
      MAPPER.writeValue(in.toFile(), things);
      run(program, List.of("--in", in.toString(), "--out", out.toString()));
      return MAPPER.readValue(out.toFile(), new TypeReference<>() {});
    } finally {
      Files.delete(in);
      Files.delete(out);
    }
  }
}
