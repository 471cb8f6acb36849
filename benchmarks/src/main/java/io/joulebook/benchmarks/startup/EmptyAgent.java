package io.joulebook.benchmarks.startup;

import java.io.IOException;
import java.lang.instrument.ClassFileTransformer;
import java.lang.instrument.Instrumentation;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;

/** An agent whose transformer does nothing: what the JVM itself takes for asking one. */
public final class EmptyAgent {
  private EmptyAgent() {}

  /** Called by the JVM before main. */
  public static void premain(String options, Instrumentation instrumentation) {
    instrumentation.addTransformer(new ClassFileTransformer() {});
  }

  /** A jar that is this agent; the class itself is on the class path. */
  static Path jar() throws IOException {
    Path jar = Files.createTempFile("joulebook-empty-agent", ".jar");
    Manifest manifest = new Manifest();
    manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
    manifest.getMainAttributes().putValue("Premain-Class", EmptyAgent.class.getName());
    new JarOutputStream(Files.newOutputStream(jar), manifest).close();
    return jar;
  }
}
