package io.joulebook.grafana;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A process of its own, whose output is kept line by line. */
final class Child implements AutoCloseable {
  private static final long PATIENCE_SECONDS = 240;
  private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

  private final Process process;
  private final Queue<String> lines = new ConcurrentLinkedQueue<>();

  private Child(Process process) {
    this.process = process;
    Thread reader = new Thread(this::read);
    reader.setDaemon(true);
    reader.start();
  }

  static Child start(ProcessBuilder builder) throws IOException {
    builder.environment().keySet().removeIf(name -> name.startsWith("JOULEBOOK_"));
    builder.environment().remove("JAVA_TOOL_OPTIONS");
    return new Child(builder.redirectErrorStream(true).start());
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

  private String output() {
    return String.join("\n", lines);
  }

  /** Waits until the pattern is in the output, and gives its first group. */
  String await(String regex) throws Exception {
    Pattern pattern = Pattern.compile(regex, Pattern.MULTILINE);
    Matcher[] matcher = new Matcher[1];
    await(
        regex,
        () -> {
          matcher[0] = pattern.matcher(output());
          return matcher[0].find();
        });
    return matcher[0].group(1);
  }

  /** Waits, generously, for something to become true while the process runs. */
  void await(String what, Callable<Boolean> condition) throws Exception {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
    while (System.nanoTime() < deadline && process.isAlive()) {
      if (condition.call()) {
        return;
      }
      LockSupport.parkNanos(PAUSE_NANOS);
    }
    throw new AssertionError("never seen: " + what + "\n" + output());
  }

  /** Waits until the process has ended by itself, and well. */
  void end() throws Exception {
    boolean ended = process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS);
    if (!ended || process.exitValue() != 0) {
      throw new AssertionError((ended ? "failed:\n" : "not ended:\n") + output());
    }
  }

  /** Asks the process to end, and waits until it has. */
  @Override
  public void close() {
    process.destroy();
    process.onExit().completeOnTimeout(process, PATIENCE_SECONDS, TimeUnit.SECONDS).join();
    process.destroyForcibly();
  }
}
