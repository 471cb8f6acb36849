package io.joulebook.collector.carbon;

import static org.assertj.core.api.Assertions.assertThat;

import io.joulebook.collector.grid.Bucket;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

class BucketSplitTest {
  private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

  @Property
  void thePartsAddUpWhateverTheInterval(
      @ForAll @LongRange(min = 0, max = 1_000_000_000_000_000L) long micros,
      @ForAll @LongRange(min = -86_400_000_000_000L, max = 864_000_000_000_000L) long length) {
    Map<Instant, Long> parts = split(micros, NOON.plusNanos(17), NOON.plusNanos(17 + length));

    assertThat(parts.values()).allMatch(part -> part >= 0);
    assertThat(parts.values().stream().mapToLong(Long::longValue).sum()).isEqualTo(micros);
  }

  @Test
  void whatFitsInOneBucketIsNotSplit() {
    assertThat(split(7, NOON, NOON.plusSeconds(300))).containsExactly(Map.entry(NOON, 7L));
    assertThat(split(7, NOON.plusSeconds(4), NOON.plusSeconds(4)))
        .containsExactly(Map.entry(NOON, 7L));
  }

  @Test
  void whatCrossesABoundaryIsSplitByTime() {
    assertThat(split(1_000, NOON.minusSeconds(60), NOON.plusSeconds(340)))
        .containsExactly(
            Map.entry(NOON.minusSeconds(300), 150L),
            Map.entry(NOON, 750L),
            Map.entry(NOON.plusSeconds(300), 100L));
  }

  @Test
  void anIntervalThatNoCallCanHaveIsTakenAsItsEnd() {
    Instant hourLater = NOON.plus(Duration.ofHours(1));

    assertThat(split(7, hourLater, NOON)).containsExactly(Map.entry(NOON, 7L));
    assertThat(split(8640, NOON, NOON.plus(Duration.ofDays(30)))).hasSize(8640);
    assertThat(split(7, Instant.EPOCH, NOON)).containsExactly(Map.entry(NOON, 7L));
  }

  @Test
  void bucketsBeginAtWholeFiveMinutesBeforeTheEpochToo() {
    assertThat(Bucket.startOf(Instant.ofEpochSecond(-1))).isEqualTo(Instant.ofEpochSecond(-300));
    assertThat(Bucket.startOf(NOON.plusSeconds(299))).isEqualTo(NOON);
  }

  private static Map<Instant, Long> split(long micros, Instant from, Instant to) {
    Map<Instant, Long> parts = new LinkedHashMap<>();
    BucketSplit.split(micros, from, to, (bucket, part) -> parts.merge(bucket, part, Long::sum));
    return parts;
  }
}
