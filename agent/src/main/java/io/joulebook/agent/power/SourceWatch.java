package io.joulebook.agent.power;

import io.joulebook.agent.config.SourceName;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * Asks a power source for its meters, again with back-off until it is settled and then now and
 * then, and says when a problem begins and when it ends. Used by the meter's thread.
 */
final class SourceWatch {
  private static final long FIRST_PAUSE = Duration.ofSeconds(1).toNanos();
  private static final long LONGEST_PAUSE = Duration.ofSeconds(30).toNanos();

  private final PowerSources.NamedSource source;
  private final Consumer<Remark> say;
  private long due;
  private long pause = FIRST_PAUSE / 2;
  private long hurryPause = FIRST_PAUSE;
  private long hurriedAt;
  private boolean looked;
  private String said = "";
  private PowerSource.Discovery found =
      new PowerSource.Discovery(List.of(), true, Optional.empty(), false);

  SourceWatch(PowerSources.NamedSource source, Consumer<Remark> say, long now) {
    this.source = source;
    this.say = say;
    due = now;
    hurriedAt = now;
  }

  /** What was found last. */
  PowerSource.Discovery found() {
    return found;
  }

  long due() {
    return due;
  }

  /** Asks, if it is time to; whether there was an answer. */
  boolean lookIfDue(long now) {
    if (now - due < 0) {
      return false;
    }
    pause = Math.min(2 * pause, LONGEST_PAUSE);
    due = now + pause; // if that fails in a way that nobody thought of
    found = source.source().look();
    looked = true;
    pause = found.settled() ? LONGEST_PAUSE : pause;
    due = System.nanoTime() + pause;
    tell(found.problem());
    return true;
  }

  /** When its driver last answered, see {@link PowerSource#answeredAt}. */
  OptionalLong answeredAt() {
    return source.source().answeredAt();
  }

  /** Whether it has answered so far. */
  boolean hasLooked() {
    return looked;
  }

  /** Asks again soon, for a meter of its own does not answer any more. */
  void hurryFor(Meter meter, long now) {
    if (found.meters().contains(meter) && now - hurriedAt >= hurryPause) {
      boolean again = now - hurriedAt < 2 * LONGEST_PAUSE;
      hurryPause = again ? Math.min(2 * hurryPause, LONGEST_PAUSE) : 2 * FIRST_PAUSE;
      hurriedAt = now;
      due = now;
    }
  }

  private void tell(Optional<String> problem) {
    boolean over = problem.isEmpty() && !found.meters().isEmpty();
    String line = problem.map(this::text).orElseGet(() -> " now meters " + names(found.meters()));
    if (problem.isPresent() ? !line.equals(said) : over && !said.isEmpty()) {
      String key = "power.source=" + source.name().text();
      say.accept(new Remark(key, key + line));
    }
    said = problem.isPresent() ? line : "";
  }

  private String text(String why) {
    if (!found.meters().isEmpty()) {
      return ": " + why;
    }
    String found =
        " finds nothing that meters energy: calls are counted, joules are absent, and it"
            + " is looked for again ("
            + why
            + ")";
    return source.name() == SourceName.AUTO
        ? found + "; power.source=simulated shows what it would look like"
        : found;
  }

  private static String names(List<Meter> meters) {
    return meters.stream()
        .map(meter -> meter.name() + " (" + meter.device().id() + ")")
        .collect(Collectors.joining(", "));
  }
}
