package io.joulebook.collector.feed.vendor;

import static org.assertj.core.api.Assertions.assertThat;

import io.joulebook.collector.grid.FeedName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What each feed has beside its own file. */
class FeedChecklistTest {
  private static final Path MODULE = Path.of(System.getProperty("joulebook.basedir", ""));
  private static final Pattern NAME_IN_TABLE = Pattern.compile("(?m)^\\| `([^`]+)`.*\\|$");
  private static final Pattern QUOTED = Pattern.compile("`([a-z-]+)`");

  static Stream<Class<?>> feeds() {
    return FeedProviders.ALL.stream().map(provider -> provider.getClass().getEnclosingClass());
  }

  private static List<String> names() {
    return Stream.concat(
            Stream.of(FeedName.STATIC, FeedName.FIXED),
            FeedProviders.ALL.stream().map(FeedProvider::name))
        .map(FeedName::text)
        .toList();
  }

  @ParameterizedTest
  @MethodSource("feeds")
  void itHasATestOfItsOwn(Class<?> feed) throws Exception {
    Class<?> test = Class.forName(feed.getName() + "Test");

    assertThat(test.getDeclaredMethods())
        .anyMatch(method -> method.isAnnotationPresent(Test.class));
  }

  @ParameterizedTest
  @MethodSource("feeds")
  void itsTestAsksALocalServerUnlessItReadsAFile(Class<?> feed) throws Exception {
    String source = read("src/test/java/" + feed.getName().replace('.', '/') + "Test.java");

    assertThat(source.contains("VendorServer.saying(") || source.contains("new VendorServer("))
        .isNotEqualTo(feed == FileFeed.class);
  }

  @Test
  void theTableOfFeedsHasARowForEachAndNoOthers() throws IOException {
    String page = read("../docs/carbon.md");
    int from = page.indexOf("| feed | zones |");
    String table = page.substring(from, page.indexOf("\n\n", from));

    assertThat(NAME_IN_TABLE.matcher(table).results().map(FeedChecklistTest::name))
        .containsExactlyInAnyOrderElementsOf(names());
  }

  @Test
  void theKeyThatOrdersFeedsNamesThemAll() throws IOException {
    String row =
        read("../docs/configuration.md")
            .lines()
            .filter(line -> line.startsWith("| `grid.feeds` |"))
            .findFirst()
            .orElseThrow();

    assertThat(Set.copyOf(QUOTED.matcher(row).results().map(FeedChecklistTest::name).toList()))
        .containsExactlyInAnyOrderElementsOf(names());
  }

  private static String name(MatchResult match) {
    return match.group(1);
  }

  private static String read(String file) throws IOException {
    return Files.readString(MODULE.resolve(file));
  }
}
