package io.joulebook.agent;

import java.io.File;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Properties;

/**
 * {@code attach PID}: loads the agent into a JVM that is running. The JDK's attach API is looked up
 * by name, for a runtime without the module {@code jdk.attach} must still run everything else.
 */
final class Attach {
  private static final String API = "com.sun.tools.attach.VirtualMachine";

  private static final String OPTION_CHECK = "io.joulebook.agent.cli.OptionCheck";
  private static final String CAUGHT = "SigCgt:";
  private static final long QUIT = 1L << 2;
  private static final int ANSWER_MILLIS = 30_000;
  private static final int LOOK_MILLIS = 200;

  private static final String ADVICE =
      "it must be a running JVM of the same user that allows attaching (jps lists them)";

  private Attach() {}

  static int run(String[] arguments) {
    if (arguments.length == 0 || !isPid(arguments[0])) {
      String got = arguments.length == 0 ? "nothing" : "\"" + arguments[0] + "\"";
      return fail("attach needs the PID of a running JVM, got " + got + " (jps lists them)", 2);
    }
    String[] options = {String.join(",", Arrays.copyOfRange(arguments, 1, arguments.length))};
    int check = CommandLine.inCore(OPTION_CHECK, "attach", options);
    if (check != 0) {
      return check;
    }
    if (wouldEnd(arguments[0])) {
      return fail("cannot attach to " + arguments[0] + ", which is no JVM: " + ADVICE, 1);
    }
    try {
      return attach(arguments[0], options[0]);
    } catch (ClassNotFoundException e) {
      return fail("this Java runtime has no module jdk.attach: run the command with a JDK", 1);
    } catch (Exception e) {
      return fail("cannot attach to " + arguments[0] + " (" + reason(e) + "): " + ADVICE, 1);
    }
  }

  // The JDK up to 17 sends a signal to whatever it is, and one that does not catch it is ended.
  private static boolean wouldEnd(String pid) {
    try {
      for (String line : Files.readAllLines(Path.of("/proc", pid, "status"))) {
        if (line.startsWith(CAUGHT)) {
          long caught = Long.parseUnsignedLong(line.substring(CAUGHT.length()).trim(), 16);
          return (caught & QUIT) == 0 && !Files.exists(Path.of("/tmp/.java_pid" + pid));
        }
      }
      return false;
    } catch (IOException | RuntimeException noLinux) {
      return false;
    }
  }

  private static String reason(Exception e) {
    Throwable cause = e instanceof InvocationTargetException ? e.getCause() : e;
    return cause == null || cause.getMessage() == null ? String.valueOf(cause) : cause.getMessage();
  }

  private static int attach(String pid, String options) throws Exception {
    Class<?> api = Class.forName(API);
    Object machine = api.getMethod("attach", String.class).invoke(null, pid);
    try {
      Properties properties = (Properties) api.getMethod("getSystemProperties").invoke(machine);
      if (properties.containsKey(AgentStart.RUNNING)) {
        return alreadyRuns(pid, properties);
      }
      String mark = ProcessHandle.current().pid() + "-" + System.nanoTime();
      api.getMethod("loadAgent", String.class, String.class)
          .invoke(machine, jar(), AgentStart.marked(mark, options));
      return relay(pid, api, machine, mark);
    } finally {
      api.getMethod("detach").invoke(machine);
    }
  }

  private static int alreadyRuns(String pid, Properties properties) {
    String state = properties.getProperty(AgentStart.STATE, "it is starting");
    return fail(
        "the agent is already running in "
            + pid
            + ": its options cannot be changed (version "
            + properties.getProperty(AgentStart.RUNNING)
            + "; "
            + state
            + ")",
        1);
  }

  // The agent over there says how it fares in a system property. Somebody else may have been first.
  private static int relay(String pid, Class<?> api, Object machine, String mark) throws Exception {
    for (int waited = 0; waited < ANSWER_MILLIS; waited += LOOK_MILLIS) {
      Thread.sleep(LOOK_MILLIS);
      Properties properties = (Properties) api.getMethod("getSystemProperties").invoke(machine);
      String state = properties.getProperty(AgentStart.STATE);
      if (!mark.equals(properties.getProperty(AgentStart.ATTACHED_BY))) {
        return alreadyRuns(pid, properties);
      }
      if (state != null && state.startsWith(AgentStart.STOPPED)) {
        return fail("the agent in " + pid + " " + state, 1);
      }
      if (state != null) {
        System.out.println("joulebook-agent: attached to " + pid + ": " + state);
        String complaints = properties.getProperty(AgentStart.COMPLAINTS, "");
        complaints.lines().forEach(line -> fail("the agent in " + pid + " says: " + line, 1));
        return complaints.isEmpty() ? 0 : 1;
      }
    }
    return fail(
        "the agent was loaded into " + pid + " and has not answered since: see its stderr", 1);
  }

  private static String jar() throws Exception {
    return new File(Attach.class.getProtectionDomain().getCodeSource().getLocation().toURI())
        .getAbsolutePath();
  }

  private static boolean isPid(String text) {
    return !text.isEmpty() && text.length() < 10 && text.chars().allMatch(Character::isDigit);
  }

  private static int fail(String message, int code) {
    System.err.println("joulebook-agent: " + message);
    return code;
  }
}
