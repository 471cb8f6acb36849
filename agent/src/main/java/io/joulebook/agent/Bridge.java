package io.joulebook.agent;

import java.io.IOException;
import java.io.InputStream;
import java.lang.instrument.Instrumentation;
import java.lang.invoke.MethodHandles;
import java.util.Map;
import java.util.Set;

/** Defines the one class that woven code calls, {@code java.lang.JoulebookBridge}. */
final class Bridge {
  private static final String NAME = "java.lang.JoulebookBridge";
  private static final String RESOURCE = "boot/JoulebookBridge.classdata";

  private Bridge() {}

  /** Whether it was defined now; false if an earlier start of the agent did. */
  static boolean define(Instrumentation instrumentation) throws Exception {
    if (isDefined()) {
      return false;
    }
    openJavaLang(instrumentation);
    define();
    return true;
  }

  /** Defines it where {@code java.lang} is open already: in the jar run as a command. */
  static void define() throws Exception {
    if (isDefined()) {
      return;
    }
    MethodHandles.privateLookupIn(Object.class, MethodHandles.lookup()).defineClass(bytes());
  }

  private static boolean isDefined() {
    try {
      Class.forName(NAME, false, null);
      return true;
    } catch (ClassNotFoundException expected) {
      return false;
    }
  }

  private static void openJavaLang(Instrumentation instrumentation) {
    instrumentation.redefineModule(
        Object.class.getModule(),
        Set.of(),
        Map.of(),
        Map.of("java.lang", Set.of(Bridge.class.getModule())),
        Set.of(),
        Map.of());
  }

  private static byte[] bytes() throws IOException {
    try (InputStream in = Bridge.class.getClassLoader().getResourceAsStream(RESOURCE)) {
      if (in == null) {
        throw new IOException(JarContents.missing(RESOURCE));
      }
      return in.readAllBytes();
    }
  }
}
