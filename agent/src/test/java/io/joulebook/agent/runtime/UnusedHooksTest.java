package io.joulebook.agent.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.joulebook.agent.instrument.CustomHook;
import io.joulebook.agent.instrument.Hooks;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Which custom hooks are told of, when, and how often. */
class UnusedHooksTest {
  private static final String RANKER = "io.joulebook.agent.whole.app.Ranker";

  /** The monotonic clock overflows just before patience is over. */
  private static final long SINCE = Long.MAX_VALUE - TimeUnit.MILLISECONDS.toNanos(9_999);

  private final List<String> said = new ArrayList<>();
  private final Hooks hooks =
      new Hooks(
          Set.of(),
          CustomHook.parse("com.acme.Scorer#score=scorer;" + RANKER + "#score=ranker"),
          line -> {});
  private final UnusedHooks unused = new UnusedHooks(hooks, SINCE, said::add);

  private static long after(long millis) {
    return SINCE + TimeUnit.MILLISECONDS.toNanos(millis);
  }

  @Test
  void eachHookWhoseClassHasNotComeIsSaidOnceWhenPatienceIsOver() {
    unused.look(after(9_999), UnusedHooks.PATIENCE);
    assertThat(said).isEmpty();

    for (int second = 10; second < 20; second++) {
      unused.look(after(second * 1_000L), UnusedHooks.PATIENCE);
    }
    assertThat(said).hasSize(2);
    assertThat(said.get(0)).contains("hooks.custom", "com.acme.Scorer#score", "after 10 s");
    assertThat(said.get(1)).contains(RANKER + "#score");
  }

  @Test
  void whereNothingIsMeteredPatienceIsLonger() {
    unused.look(after(14_999), UnusedHooks.LONG_PATIENCE);
    assertThat(said).isEmpty();

    unused.look(after(15_000), UnusedHooks.LONG_PATIENCE);
    assertThat(said).hasSize(2).allMatch(line -> line.contains("after 15 s"));
  }

  @Test
  void aHookThatHasMetItsClassIsNotSaid() throws Exception {
    ClassLoader loader = UnusedHooksTest.class.getClassLoader();
    try (InputStream in = loader.getResourceAsStream(RANKER.replace('.', '/') + ".class")) {
      hooks.weave(loader, RANKER, null, Objects.requireNonNull(in).readAllBytes());
    }
    unused.look(after(60_000), UnusedHooks.PATIENCE);

    assertThat(said).singleElement().asString().contains("com.acme.Scorer#score");
  }
}
