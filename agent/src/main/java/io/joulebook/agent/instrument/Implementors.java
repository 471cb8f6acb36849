package io.joulebook.agent.instrument;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import net.bytebuddy.dynamic.ClassFileLocator;
import net.bytebuddy.jar.asm.ClassReader;
import net.bytebuddy.jar.asm.ClassVisitor;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Opcodes;
import net.bytebuddy.utility.OpenedClassReader;
import org.jspecify.annotations.Nullable;

/**
 * Tells, of a class that loads, whether it implements an interface, or extends a class, whose
 * method is hooked with a plus sign. Only a class with a method of that name can override it, so
 * that all others cost a walk through the names in their constant pool; of those few the class
 * files of what they inherit from are read. Where nothing is hooked so, nobody asks. Thread-safe.
 */
final class Implementors {
  /**
   * The JDK's classes implement nothing of the host's; the rest is agents', or made to delegate.
   */
  private static final Pattern LEFT_OUT =
      Pattern.compile(
          "(java|javax|jdk|sun|com/sun|net/bytebuddy|io/opentelemetry/javaagent)/.*"
              + "|.*(\\$\\$|\\$Proxy).*");

  private static final byte[] WIDTH = {
    0, 0, 0, 4, 4, 8, 8, 2, 2, 4, 4, 4, 4, 0, 0, 3, 2, 4, 4, 2, 2
  };

  private static final int TEXT = 1;
  private static final int LONG = 5;
  private static final int DOUBLE = 6;
  private static final int FIRST_CONSTANT = 10;

  /** Stands for what a class inherits from that cannot be told. */
  private static final String UNREADABLE = "";

  private final List<CustomHook> hooks;
  private final Consumer<String> complaints;
  private final Set<CustomHook> said = ConcurrentHashMap.newKeySet();
  private final byte[][] names;
  private final WeakIdentityMap<Map<String, Set<String>>> above = new WeakIdentityMap<>();

  /**
   * Of those hooks that mean subclasses too.
   *
   * @param complaints is given a line for each of which it cannot be told whether it means a class
   */
  Implementors(List<CustomHook> all, Consumer<String> complaints) {
    this.complaints = complaints;
    hooks = all.stream().filter(CustomHook::subclasses).toList();
    names =
        hooks.stream()
            .map(hook -> hook.method().getBytes(StandardCharsets.UTF_8))
            .toArray(byte[][]::new);
  }

  /** Whether there is nothing to ask for. */
  boolean isEmpty() {
    return hooks.isEmpty();
  }

  /**
   * The hooks that weave a class because of what it inherits from.
   *
   * @param path its name with slashes
   * @param classFile its bytes
   */
  List<CustomHook> of(@Nullable ClassLoader loader, String path, byte[] classFile) {
    if (hooks.isEmpty() || loader == null || !mentions(classFile) || isLeftOut(path)) {
      return List.of();
    }
    ClassReader reader = OpenedClassReader.of(classFile);
    Set<String> methods = methods(reader);
    if (hooks.stream().noneMatch(hook -> methods.contains(hook.method()))) {
      return List.of();
    }
    Set<String> inherited = inherited(loader, reader);
    List<CustomHook> asked =
        hooks.stream().filter(hook -> methods.contains(hook.method())).toList();
    List<CustomHook> found = asked.stream().filter(hook -> inherited.contains(path(hook))).toList();
    if (found.isEmpty() && inherited.contains(UNREADABLE)) {
      asked.forEach(hook -> tellUnreadable(hook, path));
    }
    return found;
  }

  private void tellUnreadable(CustomHook hook, String path) {
    if (said.add(hook)) {
      complaints.accept(
          "hooks.custom: "
              + hook.name()
              + ": the class files of what "
              + path.replace('/', '.')
              + " inherits from cannot be read: if it is meant, its first calls or all are not"
              + " metered; an entry of its own meters them");
    }
  }

  /** The same of a class that is loaded. */
  List<CustomHook> of(Class<?> loaded) {
    if (hooks.isEmpty() || loaded.isHidden() || isLeftOut(loaded.getName().replace('.', '/'))) {
      return List.of();
    }
    Set<String> inherited = new HashSet<>();
    collect(loaded.getSuperclass(), inherited);
    Stream.of(loaded.getInterfaces()).forEach(each -> collect(each, inherited));
    return hooks.stream().filter(hook -> inherited.contains(path(hook))).toList();
  }

  private static void collect(@Nullable Class<?> type, Set<String> into) {
    if (type != null && into.add(type.getName().replace('.', '/'))) {
      collect(type.getSuperclass(), into);
      Stream.of(type.getInterfaces()).forEach(each -> collect(each, into));
    }
  }

  private static String path(CustomHook hook) {
    return hook.type().replace('.', '/');
  }

  private static boolean isLeftOut(String path) {
    return LEFT_OUT.matcher(path).matches();
  }

  /** Whether a hooked method's name is in the constant pool (JVMS 4.4). */
  boolean mentions(byte[] file) {
    int count = u2(file, 8);
    int at = FIRST_CONSTANT;
    for (int i = 1; i < count; i++) {
      int tag = file[at];
      if (tag == TEXT) {
        int length = u2(file, at + 1);
        if (isName(file, at + 3, length)) {
          return true;
        }
        at += 3 + length;
      } else {
        at += 1 + WIDTH[tag];
        i += tag == LONG || tag == DOUBLE ? 1 : 0; // these take two places
      }
    }
    return false;
  }

  private static int u2(byte[] file, int at) {
    return (file[at] & 0xff) << 8 | (file[at + 1] & 0xff);
  }

  private boolean isName(byte[] file, int from, int length) {
    for (byte[] name : names) {
      if (name.length == length && Arrays.equals(name, 0, length, file, from, from + length)) {
        return true;
      }
    }
    return false;
  }

  private static Set<String> methods(ClassReader reader) {
    Set<String> methods = new HashSet<>();
    reader.accept(
        new ClassVisitor(OpenedClassReader.ASM_API) {
          @Override
          public @Nullable MethodVisitor visitMethod(
              int access,
              String name,
              String descriptor,
              @Nullable String signature,
              String @Nullable [] exceptions) {
            if ((access & (Opcodes.ACC_ABSTRACT | Opcodes.ACC_NATIVE)) == 0) {
              methods.add(name);
            }
            return null;
          }
        },
        ClassReader.SKIP_CODE | ClassReader.SKIP_DEBUG | ClassReader.SKIP_FRAMES);
    return methods;
  }

  private Set<String> inherited(ClassLoader loader, ClassReader reader) {
    Map<String, Set<String>> known = above.putIfAbsent(loader, new ConcurrentHashMap<>());
    Set<String> all = new HashSet<>();
    for (String each : parents(reader)) {
      add(each, loader, known, all);
    }
    return all;
  }

  private static List<String> parents(ClassReader reader) {
    List<@Nullable String> parents = new ArrayList<>(List.of(reader.getInterfaces()));
    parents.add(reader.getSuperName());
    return parents.stream().filter(Objects::nonNull).filter(path -> !isLeftOut(path)).toList();
  }

  private static void add(
      String path, ClassLoader loader, Map<String, Set<String>> known, Set<String> all) {
    if (all.add(path) && !path.equals(UNREADABLE)) {
      Set<String> parents = known.get(path);
      if (parents == null) {
        parents = parents(loader, path); // may load classes, and come here again
        known.put(path, parents);
      }
      parents.forEach(parent -> add(parent, loader, known, all));
    }
  }

  // As Byte Buddy finds them when it weaves. A class that was made at run time has no file.
  private static Set<String> parents(ClassLoader loader, String path) {
    try {
      ClassFileLocator.Resolution file =
          ClassFileLocator.ForClassLoader.of(loader).locate(path.replace('/', '.'));
      return file.isResolved()
          ? Set.copyOf(parents(OpenedClassReader.of(file.resolve())))
          : Set.of(UNREADABLE);
    } catch (IOException | RuntimeException unreadable) {
      return Set.of(UNREADABLE);
    }
  }
}
