package io.joulebook.agent;

import java.lang.instrument.Instrumentation;
import org.jspecify.annotations.Nullable;

/** What happens in premain: define the bridge, add the name-set transformer, return. */
public final class AgentStart {
  /** Tells {@code attach} that the agent is in a JVM already. */
  static final String RUNNING = "joulebook.agent.version";

  private AgentStart() {}

  /** Called by the entry class by name, for that one is compiled for Java 8. */
  public static void start(
      @Nullable String arguments, Instrumentation instrumentation, boolean attached)
      throws Throwable {
    if (isTool(System.getProperty("jdk.module.main"))) {
      return;
    }
    if (!Bridge.define(instrumentation)) {
      System.err.println("[joulebook] is already running in this JVM: second start ignored");
      return;
    }
    System.setProperty(RUNNING, CommandLine.version());
    String options = arguments == null ? "" : arguments;
    Targets targets = Targets.of(options);
    CoreStart core = new CoreStart(instrumentation, options, attached);
    instrumentation.addTransformer(new TargetTransformer(targets, core), true);
    if (attached || targets.needConfiguration()) {
      core.begin();
    } else {
      core.beginLater();
    }
  }

  // JAVA_TOOL_OPTIONS reaches javac, jcmd and keytool too: they are left alone.
  private static boolean isTool(@Nullable String mainModule) {
    return mainModule != null && (mainModule.startsWith("jdk.") || mainModule.startsWith("java."));
  }
}
