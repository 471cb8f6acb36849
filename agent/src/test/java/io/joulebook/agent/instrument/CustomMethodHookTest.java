package io.joulebook.agent.instrument;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.lang.ref.WeakReference;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import kotlin.coroutines.Continuation;
import net.bytebuddy.jar.asm.ClassVisitor;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.utility.OpenedClassReader;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What is said where a class is woven, and when a hook counts as installed. */
class CustomMethodHookTest {
  private static final String OUTER = "io.joulebook.agent.instrument.CustomMethodHookTest$";

  private final List<String> complaints = new ArrayList<>();

  interface Scorer {
    long score(long item);
  }

  static final class Doubling implements Scorer {
    @Override
    public long score(long item) {
      return 2 * item;
    }
  }

  static final class Suspending {
    @Nullable Object rank(long item, Continuation<? super String> caller) {
      return item == 0 ? caller : null;
    }
  }

  private Hooks hooks(String entry) {
    return new Hooks(Set.of(), CustomHook.parse(OUTER + entry), complaints::add);
  }

  private static byte @Nullable [] load(Hooks hooks, Class<?> type) throws IOException {
    ClassLoader loader = type.getClassLoader();
    String path = type.getName().replace('.', '/');
    try (InputStream in = loader.getResourceAsStream(path + ".class")) {
      byte[] bytes = in == null ? new byte[0] : in.readAllBytes();
      hooks.inherits(loader, path, bytes);
      return hooks.weave(loader, type.getName(), null, bytes);
    }
  }

  @Test
  void anInterfacesHookIsInstalledOnceWhatImplementsItIsWoven() throws Exception {
    Hooks hooks = hooks("Scorer+#score=s");
    load(hooks, Scorer.class);
    assertThat(hooks.installed()).containsEntry(OUTER + "Scorer+#score", false);

    assertThat(load(hooks, Doubling.class)).isNotNull();
    assertThat(hooks.installed()).containsEntry(OUTER + "Scorer+#score", true);
    assertThat(complaints).isEmpty();
  }

  @Test
  void whatWasLoadedBeforeIsFoundByItsClass() {
    assertThat(hooks("Scorer+#score=s").overriding(Doubling.class)).containsExactly(Doubling.class);
    assertThat(hooks("Scorer#score=s").overriding(Doubling.class)).isEmpty();
  }

  @Test
  void ofTwoEntriesForOneMethodTheFirstHoldsAndThatIsSaid() throws Exception {
    Hooks hooks = hooks("Doubling#score=own;" + OUTER + "Scorer+#score=all");
    assertThat(load(hooks, Doubling.class)).isNotNull();

    assertThat(hooks.installed()).containsEntry(OUTER + "Scorer+#score", false);
    assertThat(complaints)
        .singleElement()
        .asString()
        .contains("Doubling#score and " + OUTER + "Scorer+#score mean the same method of ");
  }

  @Test
  void anInterfaceWithoutAPlusSignIsSaid() throws Exception {
    load(hooks("Scorer#score=s"), Scorer.class);

    assertThat(complaints)
        .singleElement()
        .asString()
        .contains("interface " + OUTER + "Scorer has no method score with a body")
        .contains(OUTER + "Scorer+ means what implements it");
  }

  @Test
  void ofASuspendFunctionNothingIsReadAndThatIsSaid() throws Exception {
    assertThat(load(hooks("Suspending#rank=s items=arg0"), Suspending.class)).isNull();
    assertThat(load(hooks("Suspending#rank=s device=0"), Suspending.class)).isNotNull();

    assertThat(complaints).singleElement().asString().contains("is a suspend function, of whose");
  }

  @Test
  void aClassOfTheJdkIsLeftAloneWhateverItsName() throws Exception {
    String entry = "javax.net.ssl.SSLContext#init=tls";
    Hooks hooks = new Hooks(Set.of(), CustomHook.parse(entry), complaints::add);
    String path = "javax/net/ssl/SSLContext.class";
    try (InputStream in = ClassLoader.getSystemResourceAsStream(path)) {
      byte[] bytes = in.readAllBytes();
      assertThat(hooks.weave(null, "javax.net.ssl.SSLContext", null, bytes)).isNull();
    }

    assertThat(complaints).singleElement().asString().contains("is of the JDK, which is not");
  }

  /** Gives its input up while it runs. */
  static final class Frees {
    static boolean run() throws Exception {
      return isFreed(new byte[1 << 20], 10, "also");
    }

    static boolean isFreed(byte[] input, long before, String also) throws Exception {
      WeakReference<byte[]> watched = new WeakReference<>(input);
      input = null;
      for (int i = 0; i < 50 && !watched.refersTo(null); i++) {
        System.gc();
        Thread.sleep(before);
      }
      return watched.refersTo(null) && also.equals("also");
    }
  }

  @Test
  void whatAMethodGivesUpIsNotKeptForTheAdvice() throws Exception {
    for (String reading : List.of("", " items=arg1 inputTokens=result.n")) {
      byte[] woven = load(hooks("Frees#isFreed=f" + reading), Frees.class);
      Class<?> type =
          new ClassLoader(getClass().getClassLoader()) {
            Class<?> define() {
              return defineClass(Frees.class.getName(), woven, 0, woven.length);
            }
          }.define();
      Method method = type.getDeclaredMethod("run");
      method.setAccessible(true);

      assertThat(method.invoke(null)).isEqualTo(true);
    }
  }

  // Four for its arguments and two of its own; the rest for the token, the result, what is thrown.
  @Test
  void theArgumentsOfAMethodStayWhereTheyAreAndAreNotCopied() throws Exception {
    for (String reading : List.of("", " items=arg1 inputTokens=result.n")) {
      byte[] woven = load(hooks("Frees#isFreed=f" + reading), Frees.class);

      assertThat(mostLocals(woven, "isFreed")).isLessThanOrEqualTo(4 + 2 + 5);
    }
  }

  private static int mostLocals(byte @Nullable [] classFile, String name) {
    AtomicInteger most = new AtomicInteger();
    OpenedClassReader.of(classFile)
        .accept(
            new ClassVisitor(OpenedClassReader.ASM_API) {
              @Override
              public @Nullable MethodVisitor visitMethod(
                  int access, String method, String types, String generic, String[] thrown) {
                return !method.equals(name)
                    ? null
                    : new MethodVisitor(OpenedClassReader.ASM_API) {
                      @Override
                      public void visitMaxs(int stack, int locals) {
                        most.set(locals);
                      }
                    };
              }
            },
            0);
    return most.get();
  }
}
