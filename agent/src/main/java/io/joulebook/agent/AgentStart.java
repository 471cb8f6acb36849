package io.joulebook.agent;

import java.io.File;
import java.io.IOException;
import java.lang.instrument.Instrumentation;
import java.net.URISyntaxException;
import org.jspecify.annotations.Nullable;

/** What happens in premain: define the bridge, add the name-set transformer, return. */
public final class AgentStart {
  /** Tells {@code attach} that the agent is in a JVM already. */
  static final String RUNNING = "joulebook.agent.version";

  /** Tells {@code attach} how the agent fares, in words, once that is known. */
  static final String STATE = "joulebook.agent.state";

  static final String STOPPED = "stopped: ";

  /** Tells {@code attach} what of the configuration could not be used, one line each. */
  static final String COMPLAINTS = "joulebook.agent.complaints";

  /** Tells {@code attach} whose options hold: the mark of the call that was first. */
  static final String ATTACHED_BY = "joulebook.agent.attached-by";

  private static final String MARK = "attached-by=";

  private AgentStart() {}

  /** Options with the mark of the call that passes them on. */
  static String marked(String mark, String options) {
    return MARK + mark + "," + options;
  }

  /** The mark that options have; empty if they have none. */
  static String mark(String options) {
    int end = options.indexOf(',');
    return options.startsWith(MARK) && end > 0 ? options.substring(MARK.length(), end) : "";
  }

  /** Those options without a mark. */
  static String unmarked(String options) {
    return mark(options).isEmpty() ? options : options.substring(options.indexOf(',') + 1);
  }

  /** Called by the entry class by name, for that one is compiled for Java 8. */
  public static void start(
      @Nullable String arguments, Instrumentation instrumentation, boolean attached)
      throws Throwable {
    if (isTool(System.getProperty("jdk.module.main")) || isOwnCommand()) {
      return;
    }
    if (!Bridge.define(instrumentation)) {
      System.err.println("[joulebook] is already running in this JVM: second start ignored");
      return;
    }
    System.setProperty(RUNNING, CommandLine.version());
    String given = arguments == null ? "" : arguments;
    System.setProperty(ATTACHED_BY, mark(given));
    String options = unmarked(given);
    Targets targets = Targets.of(options);
    loadRootTier();
    CoreStart core = new CoreStart(instrumentation, options, JarContents.read());
    addTransformer(instrumentation, new TargetTransformer(targets, core));
    if (attached) {
      core.inUse();
      core.loggingIsSetUp();
    } else if (targets.needConfiguration()) {
      core.begin();
    } else if (targets.hasCustomHooks()) {
      core.beginLater();
    }
    if (!attached && targets.meansSubclasses()) {
      core.awaitWeaver(); // what implements an interface is loaded before it
    }
  }

  private static void addTransformer(
      Instrumentation instrumentation, TargetTransformer transformer) {
    instrumentation.addTransformer(transformer, true);
    if (instrumentation.isNativeMethodPrefixSupported()) {
      instrumentation.setNativeMethodPrefix(transformer, JoulebookBridge.NATIVE_PREFIX);
    }
  }

  // The class loader of the application reads them from the jar, which may be replaced later.
  // They are initialised while there is memory: the core may be loaded anew, these are not.
  private static void loadRootTier() throws ClassNotFoundException {
    ClassLoader loader = AgentStart.class.getClassLoader();
    for (String name :
        new String[] {
          "CoreLoader",
          "CoreLoader$InMemory",
          "CoreLoader$Resource",
          "JnaModule",
          "JnaModule$1",
          "JnaModule$InCoreLoader",
          "CommandLine",
          "Stderr"
        }) {
      Class.forName("io.joulebook.agent." + name, true, loader);
    }
  }

  // JAVA_TOOL_OPTIONS reaches the agent's own commands, too: java -jar joulebook-agent.jar doctor.
  private static boolean isOwnCommand() {
    String command = System.getProperty("sun.java.command", "");
    int end = command.indexOf(".jar") + ".jar".length();
    if (end < ".jar".length()) {
      return false;
    }
    File main = new File(command.substring(0, end));
    return main.isFile() && isOwnJar(main);
  }

  private static boolean isOwnJar(File main) {
    try {
      File own =
          new File(AgentStart.class.getProtectionDomain().getCodeSource().getLocation().toURI());
      return main.getCanonicalPath().equals(own.getCanonicalPath());
    } catch (IOException | URISyntaxException | RuntimeException unknown) {
      return false;
    }
  }

  // JAVA_TOOL_OPTIONS reaches javac, jcmd and keytool too: they are left alone.
  private static boolean isTool(@Nullable String mainModule) {
    return mainModule != null && (mainModule.startsWith("jdk.") || mainModule.startsWith("java."));
  }
}
