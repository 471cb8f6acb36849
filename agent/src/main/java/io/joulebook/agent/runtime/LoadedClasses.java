package io.joulebook.agent.runtime;

import io.joulebook.agent.telemetry.HostClasses;
import java.lang.instrument.Instrumentation;

/** The classes that this JVM has loaded. */
record LoadedClasses(Instrumentation instrumentation) implements HostClasses {
  @Override
  public Class<?>[] loaded() {
    return instrumentation.getAllLoadedClasses();
  }

  @Override
  public boolean isInitialized(Class<?> type) {
    return JoulebookBridge.isInitialized(type);
  }
}
