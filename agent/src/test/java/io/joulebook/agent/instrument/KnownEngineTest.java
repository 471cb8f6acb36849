package io.joulebook.agent.instrument;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The known engines are those that docs/engines.md lists, with what there is to do. */
class KnownEngineTest {
  private static final Pattern METHOD = Pattern.compile("\\w+(\\.[\\w$]+)+#\\w+=MODEL");

  private static String methods(String text) {
    return String.join(
        ";", METHOD.matcher(text).results().map(MatchResult::group).sorted().toList());
  }

  @Test
  void eachHasARowThatSaysWhatItsMessageSays() throws Exception {
    String page = Files.readString(Path.of("../docs/engines.md"));
    for (KnownEngine engine : KnownEngine.ALL) {
      String row =
          page.lines()
              .filter(line -> line.startsWith("| `" + engine.name() + "` |"))
              .findFirst()
              .orElse("");
      assertThat(row).as(engine.name()).isNotEmpty();
      assertThat(methods(row)).isEqualTo(methods(engine.howTo()));
      if (engine.hook().isEmpty()) {
        assertThat(row).contains(engine.product());
      }
    }
    assertThat(KnownEngine.ALL.stream().filter(engine -> engine.hook().isEmpty()))
        .hasSize(
            (int)
                page.substring(page.indexOf("## Known"))
                    .lines()
                    .filter(l -> l.startsWith("| `"))
                    .count());
  }

  @Test
  void whatItSaysToSetIsTaken() {
    for (KnownEngine engine : KnownEngine.ALL) {
      String hooks = methods(engine.howTo());
      if (!hooks.isEmpty()) {
        assertThat(CustomHook.parse(hooks))
            .allSatisfy(hook -> assertThat(engine.isMeteredBy(hook.name())).isTrue())
            .allSatisfy(hook -> assertThat(engine.markers()).contains(hook.type()));
      }
    }
  }
}
