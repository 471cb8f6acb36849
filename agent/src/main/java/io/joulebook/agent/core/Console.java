package io.joulebook.agent.core;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Says things on stderr: each once, and not more than a few dozen. Thread-safe. */
final class Console {
  private static final int LINES_AT_MOST = 50;
  private static final Set<String> SAID = ConcurrentHashMap.newKeySet();

  private Console() {}

  static void say(String line) {
    if (SAID.size() < LINES_AT_MOST && SAID.add(line)) {
      log(line);
    }
  }

  /** Says it however often: for lines whose number somebody else bounds. */
  static void log(String line) {
    System.err.println("[joulebook] " + line.replace('\n', ' '));
  }
}
