package io.joulebook.agent.runtime;

import io.joulebook.agent.instrument.Hooks;
import java.time.Duration;

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
  private final long since = System.nanoTime();
  private boolean said;

  UnusedHooks(Hooks hooks) {
    this.hooks = hooks;
  }

  void look(long now, Duration patience) {
    if (!said && now - since >= patience.toNanos()) {
      said = true;
      hooks.notSeen().forEach(hook -> say(hook, patience));
    }
  }

  private static void say(String hook, Duration patience) {
    Console.say(
        "hooks.custom: "
            + hook
            + ": the class has not been loaded after "
            + patience.toSeconds()
            + " s; is its name right?");
  }
}
