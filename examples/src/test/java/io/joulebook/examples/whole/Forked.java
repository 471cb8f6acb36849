package io.joulebook.examples.whole;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A process of its own, whose output is kept line by line. */
final class Forked implements AutoCloseable {
  private static final long PATIENCE_SECONDS = 120;
  private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

  private final Process process;
  private final Thread reader;
  private final Queue<String> lines = new ConcurrentLinkedQueue<>();

  private Forked(Process process) {
    this.process = process;
    reader = new Thread(this::read);
    reader.setDaemon(true);
    reader.start();
  }

  static Forked start(ProcessBuilder builder) throws IOException {
    builder.environment().keySet().removeIf(name -> name.startsWith("JOULEBOOK_"));
    builder.environment().remove("JAVA_TOOL_OPTIONS");
    builder.environment().putIfAbsent("DJL_CACHE_DIR", basedir().resolve("target/djl").toString());
    return new Forked(builder.redirectErrorStream(true).start());
  }

  static Path basedir() {
    return Path.of(System.getProperty("joulebook.basedir", "")).toAbsolutePath();
  }

  static Path javaHome() {
    return Path.of(System.getProperty("whole.java.home", System.getProperty("java.home")));
  }

  private void read() {
    try (BufferedReader in =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      in.lines().forEach(lines::add);
    } catch (IOException | UncheckedIOException closed) {
      return;
    }
  }

  String output() {
    return String.join("\n", lines);
  }

  /** Waits until the pattern is in the output, and gives its first group. */
  String await(String regex) {
    Pattern pattern = Pattern.compile(regex, Pattern.MULTILINE);
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
    while (System.nanoTime() < deadline) {
      boolean alive = process.isAlive();
      Matcher matcher = pattern.matcher(output());
      if (matcher.find()) {
        return matcher.group(1);
      }
      if (!alive && !reader.isAlive()) {
        break;
      }
      LockSupport.parkNanos(PAUSE_NANOS);
    }
    throw new AssertionError("never saw " + regex + " in\n" + output());
  }

  /** Asks it to end, as Ctrl-C and service managers do. */
  void terminate() {
    process.toHandle().destroy(); // Process.destroy would close its output too
  }

  int awaitExit() throws InterruptedException {
    if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
      throw new AssertionError("still running\n" + output());
    }
    reader.join(TimeUnit.SECONDS.toMillis(PATIENCE_SECONDS));
    return process.exitValue();
  }

  @Override
  public void close() {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
  }
}
