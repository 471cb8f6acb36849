package io.joulebook.agent.instrument;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import net.bytebuddy.description.type.TypeDescription;
import net.bytebuddy.dynamic.DynamicType;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class NativeMethodsTest {
  private static final String TYPE = "io.joulebook.agent.instrument.NativeMethodsTest$Embedder";

  /** Nothing implements it. */
  static class Embedder {
    @Deprecated
    native double[] embed(String text, long much, double more);

    native int other();
  }

  private static final class OfNatives implements CallHook {
    @Override
    public String name() {
      return "natives";
    }

    @Override
    public Set<String> types() {
      return Set.of(TYPE);
    }

    @Override
    public Map<String, Class<?>> natives() {
      return Map.of("embed", EngineAdvice.OneItem.class);
    }

    @Override
    public ModelFacts model(@Nullable Object called, @Nullable Object context) {
      throw new AssertionError("not asked");
    }

    @Override
    public Optional<String> weavesSubclassesOf() {
      return Optional.empty();
    }

    @Override
    public DynamicType.Builder<?> weave(
        DynamicType.Builder<?> builder, TypeDescription type, int site) {
      return builder;
    }
  }

  private static Class<?> woven(@Nullable Class<?> loaded) throws IOException {
    ClassLoader parent = NativeMethodsTest.class.getClassLoader();
    byte[] bytes;
    try (InputStream in = parent.getResourceAsStream(TYPE.replace('.', '/') + ".class")) {
      bytes = Objects.requireNonNull(in).readAllBytes();
    }
    byte[] woven =
        Weaving.weave(new OfNatives(), 1, TYPE, parent, loaded, bytes, new AdvisedMethods());
    return new ClassLoader(parent) {
      Class<?> define() {
        return defineClass(TYPE, woven, 0, woven.length);
      }
    }.define();
  }

  @Test
  void aNativeMethodIsCalledByOneWithCodeInItsPlace() throws Exception {
    Class<?> type = woven(null);
    Method method = type.getDeclaredMethod("embed", String.class, long.class, double.class);
    Method function =
        type.getDeclaredMethod(
            JoulebookBridge.NATIVE_PREFIX + "embed", String.class, long.class, double.class);

    assertThat(Modifier.isNative(method.getModifiers())).isFalse();
    assertThat(method.isAnnotationPresent(Deprecated.class)).isTrue();
    assertThat(Modifier.isNative(function.getModifiers())).isTrue();
    assertThat(Modifier.isNative(type.getDeclaredMethod("other").getModifiers())).isTrue();
    method.setAccessible(true);
    var constructor = type.getDeclaredConstructor();
    constructor.setAccessible(true);
    Object embedder = constructor.newInstance();
    assertThatThrownBy(() -> method.invoke(embedder, "text", 1L, 2.0))
        .isInstanceOf(InvocationTargetException.class)
        .cause()
        .isInstanceOf(UnsatisfiedLinkError.class)
        .hasMessageContaining(function.getName());
  }

  @Test
  void aLoadedClassIsGivenWhatItHas() throws Exception {
    assertThat(woven(Embedder.class).getDeclaredMethods()).hasSize(2);
    assertThat(woven(woven(null)).getDeclaredMethods()).hasSize(3);
  }
}
