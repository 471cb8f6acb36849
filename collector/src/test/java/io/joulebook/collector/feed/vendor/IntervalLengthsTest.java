package io.joulebook.collector.feed.vendor;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class IntervalLengthsTest {
  private static final Instant NOON = Instant.parse("2026-11-23T12:00:00Z");

  @Test
  void anIntervalEndsWhereTheNextBegins() {
    assertThat(lengths(0, 5, 10)).containsExactly(5L, 5L, 5L);
    assertThat(lengths(0, 30, 60)).containsExactly(30L, 30L, 5L);
  }

  @Test
  void aChangeOfResolutionIsSeenFromBothSides() {
    assertThat(lengths(0, 15, 30, 60, 90)).containsExactly(15L, 15L, 30L, 30L, 5L);
    assertThat(lengths(0, 30, 60, 75, 90)).containsExactly(30L, 30L, 15L, 15L, 5L);
  }

  @Test
  void aGapIsNotFilledByTheIntervalBeforeIt() {
    assertThat(lengths(0, 5, 20, 25)).containsExactly(5L, 5L, 5L, 5L);
    assertThat(lengths(0, 15, 30, 60, 75, 90)).containsExactly(15L, 15L, 15L, 15L, 15L, 5L);
    assertThat(lengths(0, 24 * 60)).containsExactly(5L, 5L);
  }

  @Test
  void aSingleBeginOrStrangeDistancesHaveTheUsualLength() {
    assertThat(lengths(0)).containsExactly(5L);
    assertThat(lengths(0, 7, 14)).containsExactly(5L, 5L, 5L);
    assertThat(lengths(0, 0)).containsExactly(5L, 5L);
  }

  private static List<Long> lengths(long... minutes) {
    List<Instant> starts =
        Arrays.stream(minutes).mapToObj(m -> NOON.plus(Duration.ofMinutes(m))).toList();
    Set<Duration> known =
        Set.of(Duration.ofMinutes(5), Duration.ofMinutes(15), Duration.ofMinutes(30));
    IntervalLengths steps = new IntervalLengths(starts, Duration.ofMinutes(5), known);
    return starts.stream()
        .map(start -> Duration.between(start, steps.end(start)).toMinutes())
        .toList();
  }
}
