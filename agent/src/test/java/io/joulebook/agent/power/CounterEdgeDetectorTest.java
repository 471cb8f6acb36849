package io.joulebook.agent.power;

import static org.assertj.core.api.Assertions.assertThat;

import io.joulebook.agent.ledger.Edge;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CounterEdgeDetectorTest {
  private static final long MS = 1_000_000L;
  private OptionalLong limit = OptionalLong.of(700_000);

  private final List<PowerEvent> events = new ArrayList<>();
  private final CounterEdgeDetector finder =
      new CounterEdgeDetector(
          "gpu", now -> limit, events::add, at -> 2, Optional.empty(), () -> 0.5);

  private void counter(long ms, long millijoules) {
    finder.offer(ms * MS, ms * MS, new MeterReading.Energy(millijoules * 1_000));
  }

  private void power(long ms, long milliwatts) {
    finder.offer(ms * MS, ms * MS, new MeterReading.Power(milliwatts));
  }

  @Test
  void theBooksOpenAtTheFirstChangeNotAtTheFirstReading() {
    counter(0, 5_000);
    counter(20, 5_000);
    assertThat(events).isEmpty();
    counter(40, 5_100);

    assertThat(events).containsExactly(new PowerEvent.Opened("gpu", 30 * MS, 10 * MS));
  }

  @Test
  void anEdgeLiesBetweenTheLastSameReadingAndTheFirstOther() {
    counter(0, 0);
    counter(20, 100);
    counter(40, 100);
    counter(60, 150);

    assertThat(events)
        .last()
        .isEqualTo(new PowerEvent.Changed("gpu", new Edge(50 * MS, 50_000, 10 * MS, 2)));
  }

  @Test
  void theBoundsAreTheOuterEndsOfTheTwoCalls() {
    finder.offer(0, 4 * MS, new MeterReading.Energy(0));
    finder.offer(10 * MS, 14 * MS, new MeterReading.Energy(0));
    finder.offer(20 * MS, 30 * MS, new MeterReading.Energy(1_000));
    finder.offer(40 * MS, 50 * MS, new MeterReading.Energy(2_000));

    assertThat(events)
        .containsExactly(
            new PowerEvent.Opened("gpu", 20 * MS, 10 * MS), // between 10 and 30
            new PowerEvent.Changed("gpu", new Edge(35 * MS, 1_000, 15 * MS, 2))); // 20 and 50
  }

  @Test
  void aCounterThatGoesDownBeginsAnewAndMakesNoEnergy() {
    counter(0, 1_000);
    counter(20, 1_100);
    counter(40, 50);
    counter(60, 90);
    counter(80, 120);

    assertThat(events)
        .containsExactly(
            new PowerEvent.Opened("gpu", 10 * MS, 10 * MS),
            new PowerEvent.Failed("gpu", "counter_reset"),
            new PowerEvent.Opened("gpu", 50 * MS, 10 * MS),
            new PowerEvent.Changed("gpu", new Edge(70 * MS, 30_000, 10 * MS, 2)));
  }

  @Test
  void moreThanTheDeviceCanDrawIsRefused() {
    counter(0, 0);
    counter(20, 10);
    counter(40, 1_000_000);

    assertThat(events)
        .contains(new PowerEvent.Failed("gpu", "implausible"))
        .noneMatch(PowerEvent.Changed.class::isInstance);
  }

  @ParameterizedTest
  @CsvSource({"1000, true", "1100, false"}) // of 700
  void oneAndAHalfTimesTheLimitIsPlausibleAndNoMore(long watts, boolean plausible) {
    counter(0, 0);
    counter(20, 10);
    counter(100_010, 10 + watts * 100_000);

    assertThat(events.stream().anyMatch(PowerEvent.Changed.class::isInstance)).isEqualTo(plausible);
  }

  @ParameterizedTest
  @CsvSource({"1000, true", "1100, false"})
  void oneAndAHalfTimesTheLimitIsPlausiblePowerAndNoMore(long watts, boolean plausible) {
    power(0, watts * 1_000);

    assertThat(events.get(0))
        .isInstanceOf(plausible ? PowerEvent.Opened.class : PowerEvent.Failed.class);
  }

  @Test
  void aNegativeCounterIsGarbage() {
    counter(0, 0);
    counter(20, -1);
    counter(40, 10);

    assertThat(events)
        .containsExactly(
            new PowerEvent.Failed("gpu", "garbage"),
            new PowerEvent.Opened("gpu", 20 * MS, 20 * MS));
  }

  @Test
  void aLostDeviceBeginsAnewWhenItIsBack() {
    counter(0, 0);
    counter(20, 10);
    finder.offer(40 * MS, 40 * MS, new MeterReading.Unavailable("gpu_is_lost", true));
    counter(60, 2_000);
    counter(80, 2_010);

    assertThat(events)
        .containsExactly(
            new PowerEvent.Opened("gpu", 10 * MS, 10 * MS),
            new PowerEvent.Failed("gpu", "gpu_is_lost"),
            new PowerEvent.Opened("gpu", 70 * MS, 10 * MS));
  }

  @Test
  void aFailedReadingThatPassesChangesNothing() {
    counter(0, 0);
    counter(20, 10);
    finder.offer(40 * MS, 40 * MS, new MeterReading.Unavailable("unknown", false));
    counter(60, 20);

    assertThat(events)
        .last()
        .isEqualTo(new PowerEvent.Changed("gpu", new Edge(40 * MS, 10_000, 20 * MS, 2)));
  }

  @Test
  void powerIsIntegratedWithoutLosingAMicrojoule() {
    long step = 20_000_003;
    for (int i = 0; i <= 1_000; i++) {
      finder.offer(i * step, i * step, new MeterReading.Power(100_001));
    }
    finder.offer(9_000_000_000_000L, 9_000_000_000_000L, new MeterReading.Power(100_001));

    long sum =
        events.stream()
            .filter(PowerEvent.Changed.class::isInstance)
            .mapToLong(e -> ((PowerEvent.Changed) e).edge().micros())
            .sum();
    assertThat(sum).isEqualTo(1_000 * step * 100_001 / 1_000_000);
  }

  @Test
  void onlyADeviceThatHasMuchToDoIsAskedWhetherItIsHeldBack() {
    List<Long> asked = new ArrayList<>();
    DeviceCondition condition =
        new DeviceCondition() {
          @Override
          public int performanceState(long at) {
            return 0;
          }

          @Override
          public boolean isThrottled(long at) {
            return asked.add(at / MS);
          }
        };
    CounterEdgeDetector busy =
        new CounterEdgeDetector(
            "gpu", now -> limit, events::add, condition, Optional.empty(), () -> 0.5);
    long[] millijoules = {
      0, 17_000, 34_000, 53_000, 72_000
    }; // 170 W, then 190 W; a quarter is 175 W
    for (int i = 0; i < millijoules.length; i++) {
      long at = 100L * i * MS;
      busy.offer(at, at, new MeterReading.Energy(millijoules[i] * 1_000));
    }

    assertThat(asked).hasSize(2);
    assertThat(events.stream().filter(PowerEvent.Changed.class::isInstance))
        .extracting(event -> ((PowerEvent.Changed) event).edge().throttled())
        .containsExactly(false, true, true);
  }

  @Test
  void aLongGapInPowerReadingsIsNotFilled() {
    power(0, 100_000);
    power(20, 100_000);
    power(5_000, 100_000);

    assertThat(events)
        .containsExactly(
            new PowerEvent.Opened("gpu", 0, 0),
            new PowerEvent.Changed("gpu", new Edge(20 * MS, 2_000_000, 0, 2)),
            new PowerEvent.Failed("gpu", "gap"),
            new PowerEvent.Opened("gpu", 5_000 * MS, 0));
  }

  @Test
  void thePowerSensorsOwnUpdatesAreTheEdges() {
    for (int ms = 0; ms < 300; ms += 20) {
      power(ms, ms < 110 ? 100_000 : ms < 210 ? 300_000 : 50_000);
    }

    assertThat(events)
        .containsExactly(
            new PowerEvent.Opened("gpu", 0, 0),
            new PowerEvent.Changed("gpu", new Edge(110 * MS, 11_000_000, 10 * MS, 2)),
            new PowerEvent.Changed("gpu", new Edge(210 * MS, 30_000_000, 10 * MS, 2)));
  }

  @Test
  void powerThatStaysTheSameIsGivenOutNowAndThen() {
    for (int ms = 0; ms <= 520; ms += 20) {
      power(ms, 100_000);
    }

    assertThat(events)
        .containsExactly(
            new PowerEvent.Opened("gpu", 0, 0),
            new PowerEvent.Changed("gpu", new Edge(260 * MS, 26_000_000, 0, 2)),
            new PowerEvent.Changed("gpu", new Edge(520 * MS, 26_000_000, 0, 2)));
  }

  @Test
  void impossiblePowerIsRefused() {
    power(0, 100_000);
    power(20, 3_700_000_000L);

    assertThat(events).last().isEqualTo(new PowerEvent.Failed("gpu", "implausible"));
  }

  @Test
  void aCounterThatGoesDownByNextToNothingJitters() {
    counter(0, 5_000_000);
    counter(20, 5_000_100);
    counter(40, 5_000_099);
    counter(60, 5_000_100);
    counter(80, 5_000_130);

    assertThat(events)
        .containsExactly(
            new PowerEvent.Opened("gpu", 10 * MS, 10 * MS),
            new PowerEvent.Failed("gpu", "counter_jitter"),
            new PowerEvent.Changed("gpu", new Edge(70 * MS, 30_000, 10 * MS, 2)));
  }

  @Test
  void aSmallDecreaseOfASmallCounterIsAReset() {
    counter(0, 600);
    counter(20, 700);
    counter(40, 600);
    counter(60, 640);

    assertThat(events)
        .containsExactly(
            new PowerEvent.Opened("gpu", 10 * MS, 10 * MS),
            new PowerEvent.Failed("gpu", "counter_reset"),
            new PowerEvent.Opened("gpu", 50 * MS, 10 * MS));
  }

  @Test
  void aCounterThatStandsStillIsStuckOnceUntilItMovesAgain() {
    counter(0, 0);
    counter(20, 10);
    for (int ms = 40; ms <= 10_000; ms += 20) {
      counter(ms, 10);
    }
    counter(10_020, 30);
    for (int ms = 10_040; ms <= 14_000; ms += 20) {
      counter(ms, 30);
    }

    assertThat(events)
        .containsExactly(
            new PowerEvent.Opened("gpu", 10 * MS, 10 * MS),
            new PowerEvent.Failed("gpu", "stuck"),
            new PowerEvent.Changed("gpu", new Edge(10_010 * MS, 20_000, 10 * MS, 2)),
            new PowerEvent.Failed("gpu", "stuck"));
  }

  @Test
  void readingsThatFailAreNotACounterThatIsStuck() {
    counter(0, 0);
    counter(20, 10);
    for (int ms = 40; ms <= 10_000; ms += 20) {
      finder.offer(ms * MS, ms * MS, new MeterReading.Unavailable("unknown", false));
    }

    assertThat(events).doesNotContain(new PowerEvent.Failed("gpu", "stuck"));
  }

  @Test
  void whatIsNoCounterIsReadEveryTwentyMilliseconds() {
    power(0, 100_000);
    assertThat(finder.nextPoll(0)).isEqualTo(20 * MS);
    finder.offer(20 * MS, 20 * MS, new MeterReading.Unavailable("unknown", false));
    assertThat(finder.nextPoll(20 * MS)).isEqualTo(40 * MS);
    assertThat(finder.ticks()).isEmpty();
  }

  @Test
  void thePeriodIsTheMeanTimeBetweenChanges() {
    for (int i = 0; i <= 10; i++) {
      assertThat(finder.ticks().isPresent()).isEqualTo(i > 6);
      counter(100L * i, 10L * i);
      counter(100L * i + 50, 10L * i);
    }

    TickEstimate ticks = finder.ticks().orElseThrow();
    assertThat(ticks.period()).isCloseTo(Duration.ofMillis(100), Duration.ofMillis(1));
    assertThat(ticks.locked()).isFalse();
  }

  @Test
  void garbageForASecondLosesNothingIfTheCounterGoesOnFromWhereItWas() {
    counter(0, 1_000_000);
    counter(20, 1_100_000);
    counter(40, 42);
    counter(1_020, 42);
    counter(1_040, 1_400_000);

    assertThat(energies()).containsExactly(300_000_000L);
    assertThat(events).contains(new PowerEvent.Failed("gpu", "counter_reset"));
  }

  @Test
  void aCounterThatWasResetIsNotTakenBackToItsOldCourse() {
    counter(0, 1_000);
    counter(20, 1_100);
    counter(40, 50);
    counter(60, 700);
    counter(80, 1_200);

    assertThat(energies()).containsExactly(500_000L);
  }

  private List<Long> energies() {
    return events.stream()
        .filter(PowerEvent.Changed.class::isInstance)
        .map(event -> ((PowerEvent.Changed) event).edge().micros())
        .toList();
  }

  @Test
  void aLimitThatWasRaisedIsTaken() {
    limit = OptionalLong.of(300_000);
    CounterEdgeDetector edges =
        new CounterEdgeDetector(
            "gpu", now -> limit, events::add, at -> 2, Optional.empty(), () -> 0.5);
    limit = OptionalLong.of(700_000);
    long micros = 0;
    for (long ms = 0; ms <= 20_000; ms += 1_000) {
      edges.offer(ms * MS, ms * MS, new MeterReading.Energy(micros));
      micros += 600_000_000; // 600 W
    }

    assertThat(events).noneMatch(PowerEvent.Failed.class::isInstance);
    assertThat(events).filteredOn(PowerEvent.Changed.class::isInstance).hasSizeGreaterThan(15);
    assertThat(edges.wrong()).isEmpty();
  }

  @Test
  void whatIsNoEnergyIsSaidInWords() {
    limit = OptionalLong.of(300_000);
    for (long ms = 0; ms <= 3_000; ms += 100) {
      counter(ms, 5_000);
    }
    assertThat(finder.wrong()).isEqualTo("its energy counter does not move");
    counter(3_100, 5_030);
    assertThat(finder.wrong()).isEmpty();
    counter(4_100, 2_000_000);
    assertThat(finder.wrong()).isEqualTo("its readings are beyond what it can draw (300 W)");
    counter(5_100, 2_000_030);
    assertThat(finder.wrong()).isEmpty();
  }
}
