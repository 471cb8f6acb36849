package io.joulebook.benchmarks.startup;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Counts the classes that are loaded before the application's own. */
final class ClassesBeforeMain {
  private ClassesBeforeMain() {}

  static long count(Launch launch) throws IOException, InterruptedException {
    Path log = launch.folder().resolve("classes");
    Process process = launch.start("-Xlog:class+load:file=" + log);
    process.getOutputStream().close();
    process.waitFor();
    List<String> loaded = Files.readAllLines(log);
    return loaded.stream().takeWhile(line -> !line.contains(" " + main() + " ")).count();
  }

  private static String main() {
    return HelloWorld.class.getName();
  }
}
