package io.joulebook.benchmarks.startup;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;

/** A JDK that is installed here. */
record Jdk(Path home, String version) {
  private static final int NEWER = 25;

  static Jdk at(Path home) throws IOException {
    Properties release = new Properties();
    try (var in = Files.newInputStream(home.resolve("release"))) {
      release.load(in);
    }
    return new Jdk(home, release.getProperty("JAVA_VERSION", "unknown").replace("\"", ""));
  }

  String java() {
    return home.resolve("bin/java").toString();
  }

  /** Whether the budgets for JDK 25 hold. */
  boolean isNewer() {
    return Integer.parseInt(version.split("[.+-]", -1)[0]) >= NEWER;
  }
}
