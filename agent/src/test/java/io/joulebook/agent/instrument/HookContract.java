package io.joulebook.agent.instrument;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.lang.invoke.MethodHandles;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** What every hook promises, on the real classes of its library. */
abstract class HookContract {
  abstract Hook hook();

  @Test
  void oneOfItsClassesIsEssential() {
    assertThat(hook().name()).isNotBlank();
    assertThat(hook().types()).isNotEmpty().anyMatch(hook()::isEssential);
  }

  @Test
  void whatItWeavesPassesTheVerifierAndCallsTheBridge() throws Exception {
    for (String type : hook().types()) {
      byte[] bytes = bytes(type);
      if (bytes.length > 0) {
        byte[] woven = Weaving.weave(hook(), 3, type, getClass().getClassLoader(), bytes);

        assertThat(new String(woven, StandardCharsets.ISO_8859_1))
            .contains("java/lang/JoulebookBridge");
        assertThat(new OneClassLoader(type, woven).verified().getName()).isEqualTo(type);
      }
    }
  }

  @Test
  void whatCannotBeReadIsNoReasonToFail() throws Throwable {
    if (hook() instanceof CallHook calls) {
      calls
          .sizes()
          .ifPresent(
              sizes ->
                  assertThat(sizes.applyAsLong("no input"))
                      .isEqualTo(JoulebookBridge.UNKNOWN_SIZE));
      calls.noted(null, null, null);
    }
  }

  private static byte[] bytes(String type) throws Exception {
    String resource = type.replace('.', '/') + ".class";
    try (InputStream in = HookContract.class.getClassLoader().getResourceAsStream(resource)) {
      return in == null ? new byte[0] : in.readAllBytes();
    }
  }

  /** Defines one class by itself and leaves the others to the class path. */
  private static final class OneClassLoader extends ClassLoader {
    private final String type;
    private final byte[] bytes;

    OneClassLoader(String type, byte[] bytes) {
      super(HookContract.class.getClassLoader());
      this.type = type;
      this.bytes = Arrays.copyOf(bytes, bytes.length);
    }

    // Resolving a method of it links the class, and linking verifies it.
    Class<?> verified() throws Exception {
      Class<?> defined = defineClass(type, bytes, 0, bytes.length);
      MethodHandles.Lookup inside = MethodHandles.privateLookupIn(defined, MethodHandles.lookup());
      Method method =
          Arrays.stream(defined.getDeclaredMethods())
              .filter(m -> !Modifier.isStatic(m.getModifiers()))
              .findFirst()
              .orElseThrow();
      inside.unreflect(method);
      return defined;
    }
  }
}
