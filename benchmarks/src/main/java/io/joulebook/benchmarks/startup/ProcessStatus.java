package io.joulebook.benchmarks.startup;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/** What Linux says of the JVM that bash has started. */
final class ProcessStatus {
  private static final double KIB_PER_MIB = 1024;

  private final long shell;

  ProcessStatus(Process shell) {
    this.shell = shell.pid();
  }

  /** Resident memory in MiB: {@code VmRSS} now, {@code VmHWM} at its highest. */
  OptionalDouble mebibytes(String field) {
    try {
      OptionalLong jvm = jvm();
      return jvm.isEmpty() ? OptionalDouble.empty() : read(jvm.getAsLong(), field);
    } catch (IOException ended) {
      return OptionalDouble.empty();
    }
  }

  private OptionalLong jvm() throws IOException {
    Path children = Path.of("/proc/" + shell + "/task/" + shell + "/children");
    String first = Files.readString(children).strip().split(" ", -1)[0];
    return first.isEmpty() ? OptionalLong.empty() : OptionalLong.of(Long.parseLong(first));
  }

  private static OptionalDouble read(long pid, String field) throws IOException {
    return Files.readAllLines(Path.of("/proc/" + pid + "/status")).stream()
        .filter(line -> line.startsWith(field + ":"))
        .mapToDouble(line -> Double.parseDouble(line.replaceAll("\\D", "")) / KIB_PER_MIB)
        .findFirst();
  }
}
