package io.joulebook.agent.power;

import static io.joulebook.agent.power.WatchedCounter.MS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.util.Optional;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Edges against the true times of the ticks, on a clock that stands still between readings. */
class TickPhaseLockTest {
  private static final Optional<Duration> AUTO = Optional.empty();
  private static final Optional<Duration> EVERY_20_MS = Optional.of(Duration.ofMillis(20));
  private static final long SEED = 20261123;

  private final Random random = new Random(SEED);

  private static WatchedCounter steady(long period, Optional<Duration> fixed) {
    return new WatchedCounter(new TickingCounter(7 * MS, () -> period), fixed, SEED);
  }

  private WatchedCounter walking(double stepMillis) {
    TickingCounter counter =
        new TickingCounter(
            7 * MS, () -> 100 * MS + (long) (random.nextGaussian() * stepMillis * MS));
    return new WatchedCounter(counter, AUTO, SEED);
  }

  private static WatchedCounter run(WatchedCounter watched, int seconds) {
    watched.forgetEdges();
    return watched.run(Duration.ofSeconds(seconds));
  }

  @Property(tries = 150)
  void theTrueTickLiesWithinTheEdgesUncertainty(
      @ForAll @LongRange(min = 15_000_000, max = 120_000_000) long period,
      @ForAll @LongRange(min = 1, max = 120_000_000) long phase,
      @ForAll @IntRange(min = -100, max = 100) int partsPerMillion,
      @ForAll @IntRange(max = 1_000_000) int callWithin,
      @ForAll boolean aimed,
      @ForAll long seed) {
    double[] now = {period};
    TickingCounter counter =
        new TickingCounter(phase, () -> (long) (now[0] *= 1 + partsPerMillion / 1e6 / 3_000));
    WatchedCounter watched =
        new WatchedCounter(counter, aimed ? AUTO : EVERY_20_MS, seed, 100_000, callWithin);
    run(watched, 20);

    assertThat(watched.placed).hasSizeGreaterThan(100);
    assertThat(watched.shareHeld()).isEqualTo(1.0);
    assertThat(watched.locked() || !aimed || callWithin > 300_000).isTrue();
  }

  /** The first tick seen after a pause lies in wide bounds, and tells little of the period. */
  @Property(tries = 300)
  void aPauseWhileThePeriodIsLearnedMakesNoFalsePeriod(
      @ForAll @LongRange(min = 15_000_000, max = 120_000_000) long period,
      @ForAll @IntRange(min = 1, max = 400) int millisBefore,
      @ForAll @IntRange(min = 20, max = 320) int pauseMillis,
      @ForAll boolean aimed,
      @ForAll long seed) {
    TickingCounter counter = new TickingCounter(7 * MS, () -> period);
    WatchedCounter watched = new WatchedCounter(counter, aimed ? AUTO : EVERY_20_MS, seed);
    watched.run(Duration.ofMillis(millisBefore));
    watched.sleep(Duration.ofMillis(pauseMillis));
    watched.run(Duration.ofSeconds(8));

    assertThat(watched.shareHeld()).isEqualTo(1.0);
  }

  @ParameterizedTest
  @ValueSource(longs = {60, 80, 100, 101, 120})
  void readingsEveryTwentyMillisecondsFindThePhaseWithinAMillisecond(long millis) {
    WatchedCounter watched = run(steady(millis * MS, EVERY_20_MS), 6);
    long best = watched.placed.stream().mapToLong(p -> p.edge().uncertainty()).min().orElseThrow();

    assertThat(best).isLessThan(MS + 300_000);
    assertThat(watched.locked()).isTrue();
    assertThat(run(watched, 20).meanError()).isLessThan(0.8 * MS);
    assertThat(watched.readings).isBetween(940, 1_020);
  }

  @ParameterizedTest
  @ValueSource(longs = {15, 20, 33, 50, 100, 101, 120})
  void aimedReadingsHalveTheCallsAndPlaceEdgesWithinAMillisecond(long millis) {
    WatchedCounter watched = run(steady(millis * MS, AUTO), 4);
    assertThat(watched.locked()).isTrue();
    run(watched, 20);

    assertThat(watched.readings / (double) watched.placed.size()).isLessThan(2.2);
    assertThat(watched.placed).hasSize(Math.toIntExact(20_000 / millis) + extra(watched, millis));
    assertThat(watched.worstUncertainty()).isLessThan(MS + 400_000);
    assertThat(watched.meanUncertainty()).isLessThan(0.5 * MS);
    assertThat(watched.shareHeld()).isEqualTo(1.0);
    assertThat(watched.failed("lock_lost")).isZero();
  }

  // The window may hold one tick more or less.
  private static int extra(WatchedCounter watched, long millis) {
    int extra = watched.placed.size() - Math.toIntExact(20_000 / millis);
    return Math.abs(extra) <= 1 ? extra : 0;
  }

  @Test
  void aDriftOfAHundredPartsInAMillionIsFollowed() {
    WatchedCounter watched = run(steady(100_010_000, AUTO), 30);

    assertThat(watched.period()).isCloseTo(100_010_000L, within(30_000L));
    assertThat(run(watched, 60).shareHeld()).isEqualTo(1.0);
    assertThat(watched.meanError()).isLessThan(0.3 * MS);
  }

  @ParameterizedTest
  @ValueSource(doubles = {0.1, 0.3, 1.0, 2.0})
  void aPhaseThatWalksIsHeldByWiderUncertainty(double stepMillis) {
    WatchedCounter watched = run(walking(stepMillis), 600);

    assertThat(watched.shareHeld()).isGreaterThanOrEqualTo(0.99);
    assertThat(watched.meanUncertainty()).isLessThan(Math.min(9, 1 + 7 * stepMillis) * MS);
  }

  @Test
  void aJumpOfThePhaseLosesTheLockOnceAndItIsFoundAgain() {
    WatchedCounter watched = run(steady(100 * MS, AUTO), 5);
    watched.counter.jump(37 * MS);
    run(watched, 5);

    assertThat(watched.failed("lock_lost")).isEqualTo(1);
    assertThat(watched.shareHeld()).isGreaterThan(0.97);
    assertThat(run(watched, 5).locked()).isTrue();
    assertThat(watched.meanUncertainty()).isLessThan(MS);
  }

  @Test
  void oneLateTickDoesNotLoseTheLock() {
    WatchedCounter watched = run(steady(100 * MS, AUTO), 5);
    watched.counter.jump(15 * MS);
    watched.counter.jump(-15 * MS);
    run(watched, 5);

    assertThat(watched.failed("lock_lost")).isZero();
    assertThat(watched.shareHeld()).isEqualTo(1.0);
  }

  @ParameterizedTest
  @CsvSource({"100, 20", "20, 100", "100, 50", "50, 100", "100, 33", "20, 25", "100, 95", "60, 90"})
  void aPeriodThatChangesIsFollowedWithinAboutASecond(long before, long after) {
    WatchedCounter watched = run(steady(before * MS, AUTO), 5);
    assertThat(watched.period()).isCloseTo(before * MS, within(before * MS / 500));
    watched.counter.step(() -> after * MS);
    watched.run(Duration.ofMillis(1_500));

    assertThat(watched.period()).isCloseTo(after * MS, within(after * MS / 20));
    assertThat(run(watched, 10).shareHeld()).isEqualTo(1.0);
    assertThat(watched.locked()).isTrue();
    assertThat(watched.period()).isCloseTo(after * MS, within(after * MS / 200));
    assertThat(watched.failed("lock_lost")).isEqualTo(1);
  }

  @Test
  void severalTicksBetweenTwoReadingsAreOneEdgeOnTheGrid() {
    WatchedCounter watched = run(steady(100 * MS, AUTO), 5);
    watched.forgetEdges();
    for (int i = 0; i < 20; i++) {
      watched.sleep(Duration.ofMillis(330));
      watched.run(Duration.ofMillis(400));
    }

    assertThat(watched.failed("lock_lost")).isZero();
    assertThat(watched.shareHeld()).isEqualTo(1.0);
    assertThat(watched.meanUncertainty()).isLessThan(12 * MS);
  }

  @ParameterizedTest
  @ValueSource(longs = {5, 30})
  void aLongPauseIsOneEdgeCloseToItsEndAndTheGridGoesOn(long seconds) {
    WatchedCounter watched = run(steady(100 * MS, AUTO), 20);
    watched.forgetEdges();
    watched.sleep(Duration.ofSeconds(seconds));
    watched.run(Duration.ofMillis(10));

    assertThat(watched.placed).hasSize(1);
    WatchedCounter.Placed edge = watched.placed.get(0);
    assertThat(edge.edge().micros())
        .isCloseTo(
            seconds * 10 * TickingCounter.MICROS_PER_TICK,
            within(2 * TickingCounter.MICROS_PER_TICK));
    assertThat(edge.holds()).isTrue();
    assertThat(edge.edge().uncertainty()).isLessThan(60 * MS);
    assertThat(run(watched, 3).locked()).isTrue();
    assertThat(run(watched, 3).worstUncertainty()).isLessThan(2 * MS);
    assertThat(watched.failed("implausible")).isZero();
  }

  @ParameterizedTest
  @ValueSource(longs = {10_000, 1_000_000, 3_000_000, 5_000_000})
  void aCounterThatIsAlwaysNewIsPutCloselyBeforeItsReading(long period) {
    WatchedCounter watched = run(steady(period, AUTO), 5);
    run(watched, 10);

    assertThat(watched.locked()).isFalse();
    assertThat(watched.readings).isBetween(450, 550); // every 20 ms
    assertThat(watched.worstUncertainty()).isLessThan(6 * MS);
    assertThat(watched.shareHeld()).isEqualTo(1.0);
    watched.counter.step(() -> 100 * MS);
    assertThat(run(watched, 4).locked()).isTrue();
  }

  @Test
  void aPeriodShorterThanAFixedPaceIsNotGuessedAt() {
    WatchedCounter watched = run(steady(20 * MS, Optional.of(Duration.ofMillis(50))), 30);

    assertThat(watched.locked()).isFalse();
    assertThat(watched.shareHeld()).isEqualTo(1.0);
    assertThat(watched.readings).isBetween(580, 620);
  }

  @Test
  void aCardThatNeverHoldsALockIsNotReadInHasteForEver() {
    WatchedCounter watched = run(walking(4), 60);
    run(watched, 60);

    assertThat(watched.readings).isLessThan(60 * 75);
  }
}
