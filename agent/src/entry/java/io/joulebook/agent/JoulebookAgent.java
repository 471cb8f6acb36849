package io.joulebook.agent;

import java.lang.instrument.Instrumentation;

/**
 * The agent's door: what the JVM calls at start-up and on attach, and what {@code java -jar} runs.
 *
 * <p>Compiled for Java 8 so that an older JVM gets one clear line instead of an error that would
 * abort it. Nothing thrown in here ever reaches the JVM.
 */
public final class JoulebookAgent {
  private static final int OLDEST_JAVA = 17;

  private JoulebookAgent() {}

  /** Called by the JVM before {@code main} when started with {@code -javaagent}. */
  public static void premain(String arguments, Instrumentation instrumentation) {
    start(arguments, instrumentation, false);
  }

  /** Called by the JVM when the agent is attached to it while it runs. */
  public static void agentmain(String arguments, Instrumentation instrumentation) {
    start(arguments, instrumentation, true);
  }

  /** The command line: {@code doctor}, {@code attach PID}, {@code --version}, {@code --help}. */
  public static void main(String[] arguments) throws Exception {
    if (javaIsTooOld()) {
      System.exit(2);
    }
    Class<?> commandLine = Class.forName("io.joulebook.agent.CommandLine");
    System.exit(
        (Integer) commandLine.getMethod("run", String[].class).invoke(null, (Object) arguments));
  }

  private static void start(String arguments, Instrumentation instrumentation, boolean attached) {
    try {
      if (!javaIsTooOld()) {
        Class.forName("io.joulebook.agent.AgentStart")
            .getMethod("start", String.class, Instrumentation.class, boolean.class)
            .invoke(null, arguments, instrumentation, attached);
      }
    } catch (Throwable failure) {
      Throwable cause = failure.getCause() == null ? failure : failure.getCause();
      System.err.println("[joulebook] not started, the application runs without it: " + cause);
    }
  }

  private static boolean javaIsTooOld() {
    String version = System.getProperty("java.specification.version", "");
    if (!version.startsWith("1.") && Integer.parseInt(version) >= OLDEST_JAVA) {
      return false;
    }
    System.err.println(
        "[joulebook] needs Java 17 or newer, this is Java " + version + ": not started");
    return true;
  }
}
