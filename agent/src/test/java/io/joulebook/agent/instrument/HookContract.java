package io.joulebook.agent.instrument;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.lang.invoke.MethodHandles;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Set;
import java.util.TreeSet;
import net.bytebuddy.jar.asm.ClassReader;
import net.bytebuddy.jar.asm.ClassVisitor;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Opcodes;
import org.junit.jupiter.api.Test;

/** What every hook promises, on the real classes of its library. */
abstract class HookContract {
  /** What its advice passes to the bridge; its own reader is at this place. */
  static final int SITE = 3;

  abstract Hook hook();

  /** What its advice calls where, such as {@code Predictor.predict: enter}. */
  abstract Set<String> advice();

  /** Those of its classes that are not on the class path of the tests. */
  Set<String> absent() {
    return Set.of();
  }

  /** Whether that class has parents in its package that nobody else may see. */
  boolean needsItsPackage(String type) {
    return false;
  }

  @Test
  void oneOfItsClassesIsEssential() {
    assertThat(hook().name()).isNotBlank();
    assertThat(hook().types()).isNotEmpty().anyMatch(hook()::isEssential);
  }

  @Test
  void itsClassesAreThereSoThatTheyAreTested() throws Exception {
    for (String type : hook().types()) {
      assertThat(bytes(type).length == 0).as(type).isEqualTo(absent().contains(type));
    }
    assertThat(hook().types()).containsAll(absent()).hasSizeGreaterThan(absent().size());
  }

  @Test
  void whatItWeavesPassesTheVerifier() throws Exception {
    for (String type : hook().types()) {
      if (!absent().contains(type)) {
        assertThat(define(type).verified().getName()).isEqualTo(type);
      }
    }
  }

  @Test
  void itsAdviceIsInTheMethodsThatItIsMeantFor() throws Exception {
    Set<String> found = new TreeSet<>();
    for (String type : hook().types()) {
      if (!absent().contains(type)) {
        new ClassReader(woven(type)).accept(new BridgeCalls(type, found), 0);
      }
    }

    assertThat(found).isEqualTo(new TreeSet<>(advice()));
  }

  /** The woven class by itself. */
  final OneClassLoader define(String type) throws Exception {
    return new OneClassLoader(type, woven(type), needsItsPackage(type));
  }

  @Test
  void whatItNeedsOfItsClassesIsWoven() throws Exception {
    for (String type : hook().types()) {
      if (!absent().contains(type)) {
        AdvisedMethods advised = new AdvisedMethods();
        weave(type, advised);
        assertThat(advised.names()).as(type).containsAll(hook().needs(type));
      }
    }
  }

  private byte[] woven(String type) throws Exception {
    return weave(type, new AdvisedMethods());
  }

  private byte[] weave(String type, AdvisedMethods advised) throws Exception {
    ClassLoader loader = getClass().getClassLoader();
    return Weaving.weave(hook(), SITE, type, loader, null, bytes(type), advised);
  }

  private static byte[] bytes(String type) throws Exception {
    String resource = type.replace('.', '/') + ".class";
    try (InputStream in = HookContract.class.getClassLoader().getResourceAsStream(resource)) {
      return in == null ? new byte[0] : in.readAllBytes();
    }
  }

  /** Collects the calls of the bridge. */
  private static final class BridgeCalls extends ClassVisitor {
    private final String type;
    private final Set<String> found;

    BridgeCalls(String type, Set<String> found) {
      super(Opcodes.ASM9);
      this.type = type.substring(type.lastIndexOf('.') + 1);
      this.found = found;
    }

    @Override
    public MethodVisitor visitMethod(
        int access, String method, String descriptor, String signature, String[] exceptions) {
      return new MethodVisitor(Opcodes.ASM9) {
        @Override
        public void visitMethodInsn(
            int opcode, String owner, String called, String ofType, boolean isInterface) {
          if (owner.equals("java/lang/JoulebookBridge")) {
            found.add(type + "." + method + ": " + called);
          }
        }
      };
    }
  }

  /** Defines one class by itself and leaves the others to the class path. */
  static final class OneClassLoader extends ClassLoader {
    private final String type;
    private final byte[] bytes;

    private final boolean withItsPackage;

    OneClassLoader(String type, byte[] bytes, boolean withItsPackage) {
      super(HookContract.class.getClassLoader());
      this.type = type;
      this.bytes = Arrays.copyOf(bytes, bytes.length);
      this.withItsPackage = withItsPackage;
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
      boolean mine = withItsPackage && packageOf(name).equals(packageOf(type));
      return mine && findLoadedClass(name) == null ? copy(name) : super.loadClass(name, resolve);
    }

    private static String packageOf(String name) {
      return name.substring(0, name.lastIndexOf('.'));
    }

    private Class<?> copy(String name) throws ClassNotFoundException {
      try {
        byte[] plain = HookContract.bytes(name);
        return defineClass(name, plain, 0, plain.length);
      } catch (Exception e) {
        throw new ClassNotFoundException(name, e);
      }
    }

    // Resolving a method of it links the class, and linking verifies it.
    Class<?> verified() throws Exception {
      Class<?> defined = defineClass(type, bytes, 0, bytes.length);
      MethodHandles.Lookup inside = MethodHandles.privateLookupIn(defined, MethodHandles.lookup());
      Method method =
          Arrays.stream(defined.getDeclaredMethods())
              .min(Comparator.comparing(m -> Modifier.isStatic(m.getModifiers())))
              .orElseThrow();
      inside.unreflect(method);
      return defined;
    }
  }
}
