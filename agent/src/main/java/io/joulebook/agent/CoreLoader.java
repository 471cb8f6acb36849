package io.joulebook.agent;

import java.io.IOException;
import java.io.InputStream;
import java.lang.instrument.Instrumentation;
import java.net.URL;
import java.net.URLConnection;
import java.net.URLStreamHandler;
import java.util.Collections;
import java.util.Enumeration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The core's own class loader: it reads {@code core/**.classdata} from the agent's jar and sees
 * nothing of the application, so that the agent's Byte Buddy, JNA and Prometheus client never meet
 * the application's. Thread-safe.
 */
final class CoreLoader extends ClassLoader {
  private static final String MAIN = "io.joulebook.agent.runtime.AgentCore";
  private static final String PREFIX = "core/";

  static {
    registerAsParallelCapable();
  }

  private final JarContents jar;

  private CoreLoader(JarContents jar) {
    super("joulebook", getPlatformClassLoader());
    this.jar = jar;
  }

  /** Loads the core; what it returns is the weaver and what runs the rest. */
  static Object create(Instrumentation instrumentation, String options, JarContents jar)
      throws Throwable {
    Class<?> main = open(jar).loadClass(MAIN);
    return main.getConstructor(Instrumentation.class, String.class)
        .newInstance(instrumentation, options);
  }

  /** A loader over the agent's jar. */
  static CoreLoader open(JarContents jar) throws Throwable {
    CoreLoader loader = new CoreLoader(jar);
    JnaModule.define(loader);
    return loader;
  }

  /** Names of the packages that the jar holds under this one's directory. */
  Set<String> packages(String root) throws IOException {
    String directory = PREFIX + root.replace('.', '/') + "/";
    Set<String> packages = new HashSet<>(); // no streams: see CoreStart.awaitMemory
    for (String name : jar.names()) {
      if (name.startsWith(directory) && name.endsWith(".classdata")) {
        packages.add(name.substring(PREFIX.length(), name.lastIndexOf('/')).replace('/', '.'));
      }
    }
    return packages;
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
      throw new ClassNotFoundException(name + " cannot be read from the agent's jar", e);
    }
  }

  @Override
  public @Nullable InputStream getResourceAsStream(String name) {
    try {
      return jar.open(PREFIX + stored(name));
    } catch (IOException unreadable) {
      return null;
    }
  }

  @Override
  protected @Nullable URL findResource(String name) {
    try {
      boolean there = jar.names().contains(PREFIX + stored(name));
      return there ? new URL("joulebook", "", -1, "/" + name, new InMemory(this)) : null;
    } catch (IOException impossible) {
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

  /** Opens the addresses of the jar's resources. */
  private static final class InMemory extends URLStreamHandler {
    private final CoreLoader loader;

    InMemory(CoreLoader loader) {
      this.loader = loader;
    }

    @Override
    protected URLConnection openConnection(URL url) {
      return new Resource(url, loader);
    }
  }

  /** A resource of the jar. */
  private static final class Resource extends URLConnection {
    private final CoreLoader loader;

    Resource(URL url, CoreLoader loader) {
      super(url);
      this.loader = loader;
    }

    @Override
    public void connect() {
      connected = true;
    }

    @Override
    public InputStream getInputStream() throws IOException {
      InputStream in = loader.getResourceAsStream(url.getPath().substring(1));
      if (in == null) {
        throw new IOException(url + " is not in the agent's jar");
      }
      return in;
    }
  }
}
