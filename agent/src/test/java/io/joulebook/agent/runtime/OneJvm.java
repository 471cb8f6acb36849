package io.joulebook.agent.runtime;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.instrument.ClassFileTransformer;
import java.lang.instrument.IllegalClassFormatException;
import java.lang.instrument.Instrumentation;
import java.lang.instrument.UnmodifiableClassException;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** A JVM that has loaded what it is told to, and asks its agent again when a class is to change. */
final class OneJvm {
  private final List<Class<?>> loaded = new ArrayList<>();
  private final List<Class<?>> unmodifiable = new ArrayList<>();
  private final List<String> woven = new CopyOnWriteArrayList<>();
  private volatile @Nullable ClassFileTransformer agent;
  private volatile boolean asked;

  /** Has loaded the class. */
  void load(Class<?> type) {
    loaded.add(type);
  }

  /** Has loaded the class, and refuses to change it. */
  void loadUnmodifiable(Class<?> type) {
    loaded.add(type);
    unmodifiable.add(type);
  }

  /** Whom it asks about a class. */
  void agent(ClassFileTransformer transformer) {
    agent = transformer;
  }

  /** Whether it was asked what it has loaded. */
  boolean wasAsked() {
    return asked;
  }

  /** The simple names of the classes that the agent has changed, in that order. */
  List<String> woven() {
    return woven;
  }

  /** Loads a class of that name; whether the agent changed it. */
  boolean weaves(String type) {
    ClassLoader loader = OneJvm.class.getClassLoader();
    String path = type.replace('.', '/');
    try (InputStream in = loader.getResourceAsStream(path + ".class")) {
      byte[] bytes = Objects.requireNonNull(in).readAllBytes();
      return Objects.requireNonNull(agent).transform(loader, path, null, null, bytes) != null;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (IllegalClassFormatException e) {
      throw new AssertionError(e);
    }
  }

  Instrumentation instrumentation() {
    return (Instrumentation)
        Proxy.newProxyInstance(
            OneJvm.class.getClassLoader(),
            new Class<?>[] {Instrumentation.class},
            (proxy, method, arguments) ->
                switch (method.getName()) {
                  case "getAllLoadedClasses" -> loaded();
                  case "retransformClasses" -> retransform((Class<?>[]) arguments[0]);
                  default -> throw new UnsupportedOperationException(method.getName());
                });
  }

  private Class<?>[] loaded() {
    asked = true;
    return loaded.toArray(new Class<?>[0]);
  }

  private @Nullable Object retransform(Class<?>... types) throws UnmodifiableClassException {
    for (Class<?> type : types) {
      if (unmodifiable.contains(type)) {
        throw new UnmodifiableClassException(type.getName());
      }
      if (weaves(type.getName())) {
        woven.add(type.getSimpleName());
      }
    }
    return null;
  }
}
