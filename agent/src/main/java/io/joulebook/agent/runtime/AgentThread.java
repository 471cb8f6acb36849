package io.joulebook.agent.runtime;

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
  private static ThreadGroup group() {
    ThreadGroup group = Thread.currentThread().getThreadGroup();
    while (group.getParent() != null) {
      group = group.getParent();
    }
    return group;
  }
}
