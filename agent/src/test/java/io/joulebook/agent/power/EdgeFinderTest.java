package io.joulebook.agent.power;

import static org.assertj.core.api.Assertions.assertThat;

import io.joulebook.agent.ledger.Edge;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class EdgeFinderTest {
  private static final long MS = 1_000_000L;
  private static final OptionalLong LIMIT = OptionalLong.of(700_000);

  private final List<PowerEvent> events = new ArrayList<>();
  private final EdgeFinder finder = new EdgeFinder("gpu", LIMIT, events::add);

  private void counter(long ms, long millijoules) {
    finder.offer(ms * MS, ms * MS, new Sample.Energy(millijoules * 1_000));
  }

  private void power(long ms, long milliwatts) {
    finder.offer(ms * MS, ms * MS, new Sample.Power(milliwatts));
  }

  @Test
  void theBooksOpenAtTheFirstChangeNotAtTheFirstReading() {
    counter(0, 5_000);
    counter(20, 5_000);
    assertThat(events).isEmpty();
    counter(40, 5_100);

    assertThat(events).containsExactly(new PowerEvent.Opened("gpu", 30 * MS));
  }

  @Test
  void anEdgeLiesBetweenTheLastSameReadingAndTheFirstOther() {
    counter(0, 0);
    counter(20, 100);
    counter(40, 100);
    counter(60, 150);

    assertThat(events)
        .last()
        .isEqualTo(new PowerEvent.Changed("gpu", new Edge(50 * MS, 50_000, 10 * MS)));
  }

  @Test
  void aReadingCountsAtTheMiddleOfItsCall() {
    counter(0, 0);
    finder.offer(10 * MS, 30 * MS, new Sample.Energy(1_000));

    assertThat(events).containsExactly(new PowerEvent.Opened("gpu", 10 * MS));
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
            new PowerEvent.Opened("gpu", 10 * MS),
            new PowerEvent.Failed("gpu", "counter_reset"),
            new PowerEvent.Opened("gpu", 50 * MS),
            new PowerEvent.Changed("gpu", new Edge(70 * MS, 30_000, 10 * MS)));
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

  @Test
  void aNegativeCounterIsGarbage() {
    counter(0, 0);
    counter(20, -1);
    counter(40, 10);

    assertThat(events)
        .containsExactly(
            new PowerEvent.Failed("gpu", "garbage"), new PowerEvent.Opened("gpu", 20 * MS));
  }

  @Test
  void aLostDeviceBeginsAnewWhenItIsBack() {
    counter(0, 0);
    counter(20, 10);
    finder.offer(40 * MS, 40 * MS, new Sample.Unavailable("gpu_is_lost", true));
    counter(60, 2_000);
    counter(80, 2_010);

    assertThat(events)
        .containsExactly(
            new PowerEvent.Opened("gpu", 10 * MS),
            new PowerEvent.Failed("gpu", "gpu_is_lost"),
            new PowerEvent.Opened("gpu", 70 * MS));
  }

  @Test
  void aFailedReadingThatPassesChangesNothing() {
    counter(0, 0);
    counter(20, 10);
    finder.offer(40 * MS, 40 * MS, new Sample.Unavailable("unknown", false));
    counter(60, 20);

    assertThat(events)
        .last()
        .isEqualTo(new PowerEvent.Changed("gpu", new Edge(40 * MS, 10_000, 20 * MS)));
  }

  @Test
  void powerIsIntegratedWithoutLosingAMicrojoule() {
    long step = 20_000_003;
    for (int i = 0; i <= 1_000; i++) {
      finder.offer(i * step, i * step, new Sample.Power(100_001));
    }

    long sum =
        events.stream()
            .filter(PowerEvent.Changed.class::isInstance)
            .mapToLong(e -> ((PowerEvent.Changed) e).edge().micros())
            .sum();
    assertThat(sum).isEqualTo(1_000 * step * 100_001 / 1_000_000);
  }

  @Test
  void aLongGapInPowerReadingsIsNotFilled() {
    power(0, 100_000);
    power(20, 100_000);
    power(5_000, 100_000);

    assertThat(events)
        .containsExactly(
            new PowerEvent.Opened("gpu", 0),
            new PowerEvent.Changed("gpu", new Edge(20 * MS, 2_000_000, 10 * MS)),
            new PowerEvent.Opened("gpu", 5_000 * MS));
  }

  @Test
  void impossiblePowerIsRefused() {
    power(0, 100_000);
    power(20, 3_700_000_000L);

    assertThat(events).last().isEqualTo(new PowerEvent.Failed("gpu", "implausible"));
  }

  @Test
  void thePeriodIsTheMedianTimeBetweenChanges() {
    for (int i = 0; i <= 10; i++) {
      assertThat(finder.period().isPresent()).isEqualTo(i > 6);
      counter(100L * i, 10L * i);
    }

    assertThat(finder.period()).contains(Duration.ofMillis(100));
  }
}
