package io.joulebook.agent.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.joulebook.collector.AgentHealth.RuleName;
import io.joulebook.collector.RuleStatus;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** When a rule is said to match nothing. */
class RuleWatchTest {
  private static final RuleName EMBED = new RuleName("budget", "embed");

  private final List<String> said = new ArrayList<>();
  private final RuleWatch watch = new RuleWatch(said::add);

  private static RuleStatus embed(String watches, boolean matched) {
    return new RuleStatus("budget", "embed", watches, matched);
  }

  private boolean isUnmatched(RuleStatus rule) {
    return watch.look(List.of(rule), () -> "a, b").get(EMBED);
  }

  private void callInMinutes(int from, int to) {
    for (int minute = from; minute < to; minute++) {
      watch.called(TimeUnit.MINUTES.toNanos(minute));
      watch.called(TimeUnit.MINUTES.toNanos(minute) + 1);
    }
  }

  @Test
  void itTakesTenMinutesWithCalls() {
    assertThat(isUnmatched(embed("model x", false))).isFalse();
    callInMinutes(0, 10);
    assertThat(isUnmatched(embed("model x", false))).isFalse();
    callInMinutes(500, 501);
    assertThat(isUnmatched(embed("model x", false))).isTrue();
    assertThat(isUnmatched(embed("model x", false))).isTrue();
    assertThat(said)
        .containsExactly(
            "budget embed has matched no call in ten minutes with calls; it watches model x; models"
                + " called so far: a, b");
  }

  @Test
  void aRuleThatHasMatchedOnceIsRight() {
    isUnmatched(embed("model x", true));
    callInMinutes(0, 100);
    assertThat(isUnmatched(embed("model x", true))).isFalse();
    assertThat(said).isEmpty();
  }

  @Test
  void aRuleThatIsChangedHasTenMinutesAgain() {
    isUnmatched(embed("model x", false));
    callInMinutes(0, 20);
    assertThat(isUnmatched(embed("model x", false))).isTrue();
    assertThat(isUnmatched(embed("model y", false))).isFalse();
    callInMinutes(20, 31);
    assertThat(isUnmatched(embed("model y", false))).isTrue();
    assertThat(said).hasSize(2);
  }
}
