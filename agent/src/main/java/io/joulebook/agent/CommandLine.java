package io.joulebook.agent;

import java.util.Arrays;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/** The jar as a command. Exit codes: 0 all is well, 1 something is not, 2 wrong usage. */
public final class CommandLine {
  private static final String DOCTOR = "io.joulebook.agent.cli.Doctor";
  private static final String REPORT = "io.joulebook.agent.cli.ReportCommand";
  private static final String USAGE =
      """
      Joulebook: joules and grams of CO2e per inference call, for model servers in a JVM.

        java -javaagent:joulebook-agent.jar[=key=value,…] -jar your-server.jar   meter a server
        java -jar joulebook-agent.jar doctor [key=value,…]        what this host can measure
        java -jar joulebook-agent.jar attach PID [key=value,…]    meter a JVM that is running
        java -jar joulebook-agent.jar report [key=value,…] [--from T] [--to T] [--as-of T] [--json]
                                  what each model cost; needs receipts.file, T is e.g. 2026-11-01
        java -jar joulebook-agent.jar --version | --help
      """;

  private CommandLine() {}

  /** Runs a command and returns the exit code; called by the entry class by name. */
  public static int run(String[] arguments) {
    String command = arguments.length == 0 ? "--help" : arguments[0];
    String[] rest = Arrays.copyOfRange(arguments, Math.min(1, arguments.length), arguments.length);
    return switch (command) {
      case "doctor" -> inCore(DOCTOR, command, rest);
      case "report" -> inCore(REPORT, command, rest);
      case "attach" -> Attach.run(rest);
      case "--version" -> say("joulebook-agent " + version(), 0);
      case "--help" -> say(USAGE, 0);
      default -> complain(command);
    };
  }

  /** Runs a class of the core on these arguments; gives its exit code. */
  static int inCore(String type, String name, String[] arguments) {
    try {
      Bridge.define();
      Object command =
          CoreLoader.open(JarContents.read()).loadClass(type).getConstructor().newInstance();
      @SuppressWarnings("unchecked")
      ToIntFunction<String[]> run = (ToIntFunction<String[]>) command;
      return run.applyAsInt(arguments);
    } catch (Throwable failure) {
      System.err.println("joulebook-agent: " + name + " cannot run: " + failure);
      return 1;
    }
  }

  private static int complain(String command) {
    System.err.println("joulebook-agent: unknown command \"" + command + "\"");
    System.err.print(USAGE);
    return 2;
  }

  private static int say(String text, int code) {
    System.out.println(text.stripTrailing());
    return code;
  }

  static String version() {
    @Nullable String version = CommandLine.class.getPackage().getImplementationVersion();
    return version == null ? "development" : version;
  }
}
