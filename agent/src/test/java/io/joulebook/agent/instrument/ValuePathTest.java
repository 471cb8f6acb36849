package io.joulebook.agent.instrument;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ValuePathTest {
  private static class Parent {
    @SuppressWarnings("unused") // read by name
    private final long inherited = 7;
  }

  @SuppressWarnings("unused") // read by name
  private static final class Request extends Parent {
    private static final int SHARED = 1;

    private final String name = "bge";
    private final int count = 300;
    private final long[][] shape = {{2, 16}, {}};
    private final Map<String, Object> options = new HashMap<>(Map.of("top", 5));
    private final Map<String, Object> ordered = new LinkedHashMap<>();
    private final @Nullable Object nothing = null;
  }

  private record Usage(int completionTokens) {}

  private static final class Loud extends ArrayList<String> {
    private static final long serialVersionUID = 1;

    @Override
    public int size() {
      throw new AssertionError("code of the host's was run");
    }
  }

  private static @Nullable Object read(String path, @Nullable Object... arguments) {
    return ValuePath.parse(path).read(frame(arguments));
  }

  private static @Nullable Object[] frame(@Nullable Object... arguments) {
    return new Object[] {new Request(), arguments, new Usage(12)};
  }

  private static String found(String path, @Nullable Object... arguments) {
    return ValuePath.parse(path).found(frame(arguments));
  }

  @Test
  void fieldsAreReadWhoeverDeclaresThem() {
    assertThat(read("this.name")).isEqualTo("bge");
    assertThat(read("this.count")).isEqualTo(300);
    assertThat(read("this.inherited")).isEqualTo(7L);
    assertThat(read("result.completionTokens")).isEqualTo(12);
    assertThat(read("arg1.completionTokens", 1, new Usage(3))).isEqualTo(3);
    assertThat(read("this.SHARED")).isNull();
  }

  @Test
  void sizesAndElementsAreThoseOfArraysTextsAndCollectionsOfTheJdk() {
    assertThat(read("arg0.size", List.of("a", "b"))).isEqualTo(2);
    assertThat(read("arg0.length", new ArrayDeque<>(List.of("a")))).isEqualTo(1);
    assertThat(read("arg0.size", "four")).isEqualTo(4);
    assertThat(read("arg0.1.size", Arrays.asList("a", new int[3]))).isEqualTo(3);
    assertThat(read("this.shape.0.1")).isEqualTo(16L);
    assertThat(read("this.options.top")).isEqualTo(5);
    assertThat(read("this.options.size")).isEqualTo(1);
    assertThat(read("arg0.7", List.of("a"))).isNull();
  }

  @Test
  void noCodeOfTheHostsIsRun() {
    assertThat(read("arg0.size", new Loud())).isNull();
    assertThat(found("arg0.size", new Loud())).contains("ValuePathTest$Loud, in which no size is");
  }

  @Test
  void aMapThatRemembersWhatWasAskedForIsNotAsked() {
    assertThat(read("this.ordered.top")).isNull();
    assertThat(found("this.ordered.top"))
        .isEqualTo(
            "this.ordered is a java.util.LinkedHashMap, in which no top is, or none that may be"
                + " looked at");
  }

  @Test
  void whatIsNotThereIsExplainedAndNoTextIsShown() {
    assertThat(found("arg2.size", "a")).isEqualTo("there is no arg2: the method has 1 parameters");
    assertThat(found("arg0.size", (Object) null)).isEqualTo("arg0 is null");
    assertThat(found("this.nothing.size"))
        .endsWith("ValuePathTest$Request, whose field nothing is null");
    assertThat(found("this.name")).isEqualTo("this.name is a java.lang.String");
    assertThat(found("arg0", -3)).isEqualTo("arg0 is -3");
    assertThat(read("result", "a")).isNotNull();
    assertThat(ValuePath.parse("result").read(new Object[] {null, null})).isNull();
  }

  @Test
  void whatIsNoPathIsNamedWithWhatIsAllowed() {
    for (String wrong : List.of("size", "arg.size", "this.", "this.getName()", "arg0[1]")) {
      assertThatThrownBy(() -> ValuePath.parse(wrong))
          .as(wrong)
          .hasMessageContaining("'" + wrong + "' is not a path; allowed are this, arg0");
    }
  }
}
