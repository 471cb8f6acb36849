package io.joulebook.grafana;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.stream.Stream;

/**
 * Pictures of the dashboards: made by each run, and with {@code -Djoulebook.screenshots=write} put
 * into the documentation.
 */
final class Screenshots {
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
    Files.createDirectories(docs());
    for (Path picture : pictures) {
      Files.copy(
          picture, docs().resolve(picture.getFileName()), StandardCopyOption.REPLACE_EXISTING);
    }
  }
}
