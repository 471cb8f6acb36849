package io.joulebook.agent.instrument;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ImplementorsTest {
  private static final String OUTER = "io.joulebook.agent.instrument.ImplementorsTest$";

  interface Scorer {
    long score(long item);
  }

  interface Careful extends Scorer {}

  static class Direct implements Scorer {
    @Override
    public long score(long item) {
      return item;
    }
  }

  static class Above implements Careful {
    @Override
    public long score(long item) {
      return item;
    }
  }

  static class Below extends Above {
    @Override
    public long score(long item) {
      return -item;
    }
  }

  static class Heir extends Direct {
    long rank() {
      return score(1);
    }
  }

  static class Stranger {
    long score(long item) {
      return item;
    }
  }

  static final class Made$$ByAgent extends Direct {
    @Override
    public long score(long item) {
      return 0;
    }
  }

  private final List<String> complaints = new ArrayList<>();
  private final Implementors implementors =
      new Implementors(
          CustomHook.parse(OUTER + "Scorer+#score=s;" + OUTER + "Stranger#score=other"),
          complaints::add);

  private static byte[] bytes(Class<?> type) throws IOException {
    try (InputStream in =
        type.getClassLoader().getResourceAsStream(type.getName().replace('.', '/') + ".class")) {
      return in == null ? new byte[0] : in.readAllBytes();
    }
  }

  private List<CustomHook> of(Class<?> type) throws IOException {
    return implementors.of(type.getClassLoader(), type.getName().replace('.', '/'), bytes(type));
  }

  @Test
  void whereTheClassLoaderGivesOutNoClassFilesThatIsSaidOnce() throws IOException {
    ClassLoader secretive =
        new ClassLoader(null) {
          @Override
          public @Nullable URL getResource(String name) {
            return null;
          }
        };
    for (Class<?> type : List.of(Below.class, Below.class, Direct.class, Stranger.class)) {
      implementors.of(secretive, type.getName().replace('.', '/'), bytes(type));
    }

    assertThat(complaints)
        .singleElement()
        .asString()
        .contains("Scorer+#score: the class files of what " + Below.class.getName());
  }

  @Test
  void whatHasTheMethodAndInheritsFromTheInterfaceIsMeant() throws IOException {
    for (Class<?> type : List.of(Direct.class, Above.class, Below.class)) {
      assertThat(of(type)).as(type.getName()).extracting(CustomHook::model).containsExactly("s");
    }
  }

  @Test
  void whatHasNotTheMethodOrInheritsNothingIsNot() throws IOException {
    assertThat(of(Heir.class)).isEmpty();
    assertThat(of(Careful.class)).isEmpty();
    assertThat(of(Stranger.class)).isEmpty();
    assertThat(of(Made$$ByAgent.class)).isEmpty();
  }

  @Test
  void onlyAClassWithTheNameOfTheMethodIsReadFurther() throws IOException {
    assertThat(implementors.mentions(bytes(Direct.class))).isTrue();
    assertThat(implementors.mentions(bytes(Careful.class))).isFalse();
    for (Class<?> type : List.of(Implementors.class, Tall.class)) {
      assertThat(implementors.mentions(bytes(type))).as(type.getName()).isFalse();
    }
    CustomHook hook = CustomHook.parse("a.B+#total=s").get(0);
    assertThat(new Implementors(List.of(hook), complaints::add).mentions(bytes(Tall.class)))
        .isTrue();
  }

  /** Its constant pool has entries of two places before the names of its methods. */
  @SuppressWarnings("unused")
  static final class Tall {
    static final long LONG = 1L << 40;
    static final double DOUBLE = 0.1;

    double total(long more) {
      return more + LONG * DOUBLE + 3e300 + 4_000_000_000_000L;
    }
  }

  @Test
  void withoutSuchHooksNobodyIsAsked() throws IOException {
    Implementors none =
        new Implementors(CustomHook.parse(OUTER + "Scorer#score=s"), complaints::add);

    assertThat(none.isEmpty()).isTrue();
    assertThat(none.of(getClass().getClassLoader(), "com/acme/Direct", bytes(Direct.class)))
        .isEmpty();
  }

  @Test
  void aLoadedClassIsAskedForWhatItInherits() {
    assertThat(implementors.of(Below.class)).extracting(CustomHook::model).containsExactly("s");
    assertThat(implementors.of(Heir.class)).extracting(CustomHook::model).containsExactly("s");
    assertThat(implementors.of(Stranger.class)).isEmpty();
    assertThat(implementors.of(Made$$ByAgent.class)).isEmpty();
    Scorer lambda = item -> item;
    assertThat(implementors.of(lambda.getClass())).isEmpty();
  }
}
