package io.joulebook.agent.power;

import static org.assertj.core.api.Assertions.assertThat;

import io.joulebook.collector.Component;
import io.joulebook.collector.Source;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What every meter promises. */
abstract class MeterContract {
  private static final Duration STEP = Duration.ofMillis(10);

  abstract Meter meter();

  /** Lets time pass for the device and gives the time it then is. */
  abstract long after(Duration time);

  private List<MeterReading> samples() {
    Meter meter = meter();
    List<MeterReading> samples = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      samples.add(meter.read(after(STEP)));
    }
    return samples;
  }

  @Test
  void itsDeviceHasANameAndSaysWhereItsJoulesComeFrom() {
    Meter meter = meter();

    assertThat(meter.device().id()).isNotBlank();
    assertThat(meter.device().component()).isEqualTo(Component.GPU);
    assertThat(meter.name()).isNotBlank();
    assertThat(meter.device()).isEqualTo(meter.device());
  }

  @Test
  void anEnergyCounterNeverGoesDown() {
    long last = 0;
    for (MeterReading sample : samples()) {
      if (sample instanceof MeterReading.Energy energy) {
        assertThat(energy.micros()).isGreaterThanOrEqualTo(last);
        last = energy.micros();
      }
    }
  }

  @Test
  void whatItReadsFitsItsSource() {
    Class<?> kind =
        meter().device().source() == Source.NVML_POWER
            ? MeterReading.Power.class
            : MeterReading.Energy.class;

    assertThat(samples()).allMatch(kind::isInstance);
  }

  @Test
  void itsPerformanceStateIsOneOrNotKnown() {
    meter().performanceState().ifPresent(state -> assertThat(state).isBetween(0, 15));
  }

  @Test
  void itsStateIsItsOwnOrNotKnown() {
    meter().state().ifPresent(state -> assertThat(state.device()).isEqualTo(meter().device().id()));
  }

  @Test
  void itsReadingsStayWithinWhatItCanDraw() {
    List<PowerEvent> events = new ArrayList<>();
    Meter meter = meter();
    CounterEdgeDetector edges =
        new CounterEdgeDetector(
            meter.device().id(),
            meter.limitMilliwatts(),
            events::add,
            at -> 0,
            Optional.empty(),
            () -> 0.5);
    for (int i = 0; i < 100; i++) {
      long now = after(STEP);
      edges.offer(now, now, meter.read(now));
    }

    assertThat(events).anyMatch(PowerEvent.Changed.class::isInstance);
    assertThat(events).noneMatch(PowerEvent.Failed.class::isInstance);
  }
}
