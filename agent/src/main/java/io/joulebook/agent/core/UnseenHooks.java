package io.joulebook.agent.core;

import io.joulebook.agent.instrument.Hooks;
import java.time.Duration;

/**
 * Says, once, which custom hooks have not met their class after a while: a name may be wrong. Used
 * by the ledger's thread only, whether a meter is open or not.
 */
final class UnseenHooks {
  /** How long a class may take to be loaded. */
  static final Duration PATIENCE = Duration.ofSeconds(10);

  private final Hooks hooks;
  private final long since = System.nanoTime();
  private boolean said;

  UnseenHooks(Hooks hooks) {
    this.hooks = hooks;
  }

  void look(long now) {
    if (!said && now - since >= PATIENCE.toNanos()) {
      said = true;
      hooks.notSeen().forEach(UnseenHooks::say);
    }
  }

  private static void say(String hook) {
    Console.say(
        "hooks.custom: "
            + hook
            + ": the class has not been loaded after "
            + PATIENCE.toSeconds()
            + " s; is its name right?");
  }
}
