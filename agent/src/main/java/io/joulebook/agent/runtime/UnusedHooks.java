package io.joulebook.agent.runtime;

import io.joulebook.agent.instrument.Hooks;
import java.time.Duration;
import java.util.function.Consumer;

/**
 * Says, once, which custom hooks have not met their class after a while: a name may be wrong. Used
 * by the ledger's thread only.
 */
final class UnusedHooks {
  /** How long a class may take to be loaded where other calls are metered. */
  static final Duration PATIENCE = Duration.ofSeconds(10);

  /** The same where nothing is metered: this may be a launcher or a probe, which says nothing. */
  static final Duration LONG_PATIENCE = Duration.ofSeconds(15);

  private final Hooks hooks;
  private final long since;
  private final Consumer<String> lines;
  private boolean said;

  /**
   * Watches these hooks.
   *
   * @param since when they were there, on the monotonic clock
   * @param lines is given one line for each hook to tell of
   */
  UnusedHooks(Hooks hooks, long since, Consumer<String> lines) {
    this.hooks = hooks;
    this.since = since;
    this.lines = lines;
  }

  void look(long now, Duration patience) {
    if (!said && now - since >= patience.toNanos()) {
      said = true;
      hooks.notSeen().forEach(hook -> say(hook, patience));
    }
  }

  private void say(String hook, Duration patience) {
    lines.accept(
        "hooks.custom: "
            + hook
            + ": the class has not been loaded after "
            + patience.toSeconds()
            + " s; is its name right?");
  }
}
