package io.joulebook.agent;

import java.io.IOException;
import java.io.InputStream;
import java.lang.instrument.Instrumentation;
import java.net.MalformedURLException;
import java.net.URI;
import java.net.URL;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import org.jspecify.annotations.Nullable;

/**
 * The core's own class loader: it reads {@code core/**.classdata} from the agent's jar and sees
 * nothing of the application, so that the agent's Byte Buddy, JNA and Prometheus client never meet
 * the application's. Thread-safe.
 */
final class CoreLoader extends ClassLoader {
  private static final String MAIN = "io.joulebook.agent.core.AgentCore";
  private static final String PREFIX = "core/";

  static {
    registerAsParallelCapable();
  }

  private final JarFile jar;
  private final String jarUri;

  private CoreLoader(URI location) throws IOException {
    super("joulebook", getPlatformClassLoader());
    jarUri = location.toString();
    jar = new JarFile(new java.io.File(location), false);
  }

  /** Loads the core; what it returns is the weaver and what runs the rest. */
  static Object create(Instrumentation instrumentation, String options) throws Throwable {
    Class<?> main = open().loadClass(MAIN);
    return main.getConstructor(Instrumentation.class, String.class)
        .newInstance(instrumentation, options);
  }

  /** The loader over the jar that this class came from. */
  static CoreLoader open() throws Throwable {
    URL source = CoreLoader.class.getProtectionDomain().getCodeSource().getLocation();
    CoreLoader loader = new CoreLoader(source.toURI());
    JnaModule.define(loader);
    return loader;
  }

  /** Names of the packages that the jar holds under this one's directory. */
  List<String> packages(String root) {
    String directory = PREFIX + root.replace('.', '/') + "/";
    return jar.stream()
        .map(JarEntry::getName)
        .filter(name -> name.startsWith(directory) && name.endsWith(".classdata"))
        .map(name -> name.substring(PREFIX.length(), name.lastIndexOf('/')).replace('/', '.'))
        .distinct()
        .toList();
  }

  @Override
  protected Class<?> findClass(String name) throws ClassNotFoundException {
    byte[] bytes = read(name.replace('.', '/') + ".class");
    if (bytes == null) {
      throw new ClassNotFoundException(name);
    }
    describePackage(name);
    return defineClass(name, bytes, 0, bytes.length, CoreLoader.class.getProtectionDomain());
  }

  // Our own packages carry the version; a library's stay as they are.
  private void describePackage(String type) {
    String name = type.substring(0, type.lastIndexOf('.'));
    if (name.startsWith("io.joulebook.") && getDefinedPackage(name) == null) {
      try {
        definePackage(name, null, null, null, null, CommandLine.version(), null, null);
      } catch (IllegalArgumentException definedByAnotherThread) {
        return;
      }
    }
  }

  @Override
  protected @Nullable Class<?> findClass(@Nullable String module, String name) {
    try {
      return findClass(name);
    } catch (ClassNotFoundException absent) {
      return null;
    }
  }

  private byte @Nullable [] read(String name) throws ClassNotFoundException {
    try (InputStream in = getResourceAsStream(name)) {
      return in == null ? null : in.readAllBytes();
    } catch (IOException e) {
      throw new ClassNotFoundException(name + " cannot be read from " + jarUri, e);
    }
  }

  @Override
  public @Nullable InputStream getResourceAsStream(String name) {
    JarEntry entry = jar.getJarEntry(PREFIX + stored(name));
    try {
      return entry == null ? null : jar.getInputStream(entry);
    } catch (IOException unreadable) {
      return null;
    }
  }

  @Override
  protected @Nullable URL findResource(String name) {
    if (jar.getJarEntry(PREFIX + stored(name)) == null) {
      return null;
    }
    try {
      return new URL("jar:" + jarUri + "!/" + PREFIX + stored(name));
    } catch (MalformedURLException impossible) {
      return null;
    }
  }

  // Byte Buddy reads the advice classes as resources by their usual name.
  private static String stored(String name) {
    return name.endsWith(".class") ? name + "data" : name;
  }

  @Override
  protected Enumeration<URL> findResources(String name) {
    URL url = findResource(name);
    return url == null ? Collections.emptyEnumeration() : Collections.enumeration(List.of(url));
  }
}
