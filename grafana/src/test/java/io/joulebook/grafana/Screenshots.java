package io.joulebook.grafana;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.stream.Stream;

/**
 * Pictures of the dashboards and of the page: made by each run, and with {@code
 * -Djoulebook.screenshots=write} put into the documentation.
 */
final class Screenshots {
  /** The agent's own page, among the pictures of the dashboards. */
  static final String LIVE_PAGE = "live-page.png";

  private Screenshots() {}

  static boolean areForDocs() {
    return "write".equals(System.getProperty("joulebook.screenshots"));
  }

  static Path folder() {
    return Dashboard.folder().resolve("target/screenshots");
  }

  static Path docs() {
    return Dashboard.folder().resolve("../docs/screenshots").normalize();
  }

  static List<Path> in(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(file -> file.toString().endsWith(".png")).sorted().toList();
    }
  }

  static void publish(List<Path> pictures) throws IOException {
    for (Path picture : pictures) {
      publish(picture, picture.getFileName().toString());
    }
  }

  static void publish(Path picture, String name) throws IOException {
    Files.createDirectories(docs());
    Files.copy(picture, docs().resolve(name), StandardCopyOption.REPLACE_EXISTING);
  }
}
