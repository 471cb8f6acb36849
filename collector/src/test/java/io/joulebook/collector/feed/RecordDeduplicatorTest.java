package io.joulebook.collector.feed;

import static org.assertj.core.api.Assertions.assertThat;

import io.joulebook.collector.grid.IntensityRecord;
import io.joulebook.collector.grid.RecordKind;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class RecordDeduplicatorTest {
  private static final Instant NOON = Watching.NOON;

  private final RecordDeduplicator known = new RecordDeduplicator();

  private static List<IntensityRecord> said(int grams, Instant receivedAt) {
    return said(RecordKind.ACTUAL, grams, receivedAt);
  }

  private static List<IntensityRecord> said(RecordKind kind, int grams, Instant receivedAt) {
    OneFeed feed = new OneFeed(OneFeed.facts(Duration.ofHours(1), Duration.ZERO, false));
    return feed.check(OneFeed.answered(kind, NOON, grams), receivedAt).records();
  }

  @Test
  void whenItWasReceivedMakesNoNews() {
    assertThat(known.news(said(40, NOON), NOON)).hasSize(1);
    assertThat(known.news(said(40, NOON.plusSeconds(1)), NOON)).isEmpty();
    assertThat(known.news(said(41, NOON), NOON)).hasSize(1);
  }

  @Test
  void anEstimateAfterAnActualValueIsNewsAsItWouldBeAfterARestart() {
    assertThat(known.news(said(RecordKind.ESTIMATED, 40, NOON), NOON)).hasSize(1);
    assertThat(known.news(said(RecordKind.ACTUAL, 41, NOON), NOON)).hasSize(1);
    assertThat(known.news(said(RecordKind.ESTIMATED, 40, NOON), NOON)).hasSize(1);
    assertThat(known.news(said(RecordKind.ESTIMATED, 40, NOON), NOON)).isEmpty();
  }

  @Test
  void whatIsRepeatedInOneAnswerIsNewsOnce() {
    List<IntensityRecord> once = said(40, NOON);
    assertThat(known.news(List.of(once.get(0), once.get(0)), NOON)).isEqualTo(once);
  }

  @Test
  void afterAHundredDaysItIsForgotten() {
    known.news(said(40, NOON), NOON);
    assertThat(known.news(said(40, NOON), NOON.plus(Duration.ofDays(101)))).isEmpty();
    assertThat(known.news(said(40, NOON), NOON)).hasSize(1);
  }

  @Test
  void whatWasTakenBackIsNewsAgain() {
    known.forget(known.news(said(40, NOON), NOON));
    assertThat(known.news(said(40, NOON), NOON)).hasSize(1);
  }
}
