package io.joulebook.agent.whole;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Makes a forked JVM's wall clock run 59 times as fast, from a time on. Its monotonic clock is left
 * alone: with it would go every wait of the JVM. Needs Linux and a C compiler.
 */
final class FastClock {
  private static final Path SOURCE = Path.of("src", "test", "c", "fast_clock.c");
  private static final long COMPILE_SECONDS = 60;

  private final Path library;

  private FastClock(Path library) {
    this.library = library;
  }

  /** A clock that is compiled into this folder. */
  static FastClock in(Path folder) throws Exception {
    Path library = folder.resolve("fast_clock.so");
    List<String> command =
        List.of(compiler(), "-shared", "-fPIC", "-O2", "-o", library.toString(), SOURCE.toString());
    Process process = new ProcessBuilder(command).inheritIO().start();
    if (!process.waitFor(COMPILE_SECONDS, TimeUnit.SECONDS) || process.exitValue() != 0) {
      throw new AssertionError("not compiled: " + command);
    }
    return new FastClock(library);
  }

  private static String compiler() {
    List<String> path = List.of(System.getenv("PATH").split(File.pathSeparator, -1));
    return Stream.of("cc", "gcc", "clang")
        .filter(name -> path.stream().anyMatch(at -> Files.isExecutable(Path.of(at, name))))
        .findFirst()
        .orElseThrow();
  }

  /** The same JVM, with this clock. */
  AgentJvm.Builder from(Instant start, AgentJvm.Builder jvm) {
    return jvm.environment("LD_PRELOAD", library.toString())
        .environment("FAST_CLOCK_FROM", String.valueOf(start.getEpochSecond()));
  }
}
