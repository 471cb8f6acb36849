package io.joulebook.agent.cli;

import io.joulebook.agent.config.SourceName;
import io.joulebook.agent.power.PowerSource;
import io.joulebook.agent.power.PowerSources;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Asks power sources what they find, each on a thread of its own and with a time limit. */
final class SourceProbe {
  /**
   * For one question: a driver takes some seconds where persistence mode is off; more is a hang.
   */
  static final Duration LIMIT = Duration.ofSeconds(15);

  private static final long STEP_MILLIS = 100;

  private SourceProbe() {}

  /**
   * A source's answer.
   *
   * @param found what it found; empty if it did not answer in time
   */
  record ProbeResult(SourceName source, Optional<PowerSource.Discovery> found) {}

  /** The answers of all sources, in order. */
  static List<ProbeResult> ask(PowerSources power) {
    List<ProbeResult> answers = new ArrayList<>();
    for (PowerSources.NamedSource each : power.all()) {
      answers.add(new ProbeResult(each.name(), ask(each.source())));
    }
    return answers;
  }

  // The limit holds for each question: eight GPUs that take two seconds each do not hang.
  private static Optional<PowerSource.Discovery> await(
      CompletableFuture<PowerSource.Discovery> answer, PowerSource source)
      throws InterruptedException, ExecutionException {
    long asked = System.nanoTime();
    boolean answers = true;
    while (answers) {
      try {
        return Optional.of(answer.get(STEP_MILLIS, TimeUnit.MILLISECONDS));
      } catch (TimeoutException notYet) {
        long last = Math.max(asked, source.answeredAt().orElse(asked));
        answers = System.nanoTime() - last <= LIMIT.toNanos();
      }
    }
    return Optional.empty();
  }

  private static Optional<PowerSource.Discovery> ask(PowerSource source) {
    CompletableFuture<PowerSource.Discovery> answer = new CompletableFuture<>();
    Thread thread = new Thread(() -> answer.complete(source.look()), "joulebook-doctor");
    thread.setDaemon(true);
    thread.setUncaughtExceptionHandler((t, failure) -> answer.completeExceptionally(failure));
    thread.start();
    try {
      return await(answer, source);
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    } catch (ExecutionException failed) {
      return Optional.of(
          new PowerSource.Discovery(
              List.of(), false, Optional.of(String.valueOf(failed.getCause())), true));
    }
  }
}
