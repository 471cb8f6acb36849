package io.joulebook.agent.runtime;

import org.jspecify.annotations.Nullable;

/** How the agent's threads are made: daemons that hold nothing of the host's and die in silence. */
final class AgentThread {
  private AgentThread() {}

  /** A daemon thread of that name, not started. */
  static Thread of(String name, Runnable run) {
    Thread thread = new Thread(group(), run, name, 0, false);
    thread.setDaemon(true);
    thread.setContextClassLoader(null);
    thread.setUncaughtExceptionHandler((ours, failure) -> {}); // the host's is not for us
    return thread;
  }

  // A host may count, join or interrupt the threads of its own group, and means its own.
  // Null, which is the creator's, where a security manager keeps the root to itself.
  private static @Nullable ThreadGroup group() {
    try {
      ThreadGroup group = Thread.currentThread().getThreadGroup();
      while (group.getParent() != null) {
        group = group.getParent();
      }
      return group;
    } catch (SecurityException kept) {
      return null;
    }
  }
}
