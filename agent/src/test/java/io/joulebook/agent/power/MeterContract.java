package io.joulebook.agent.power;

import static org.assertj.core.api.Assertions.assertThat;

import io.joulebook.collector.Component;
import io.joulebook.collector.Device;
import io.joulebook.collector.DeviceState;
import io.joulebook.collector.Source;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

/** What every meter promises. */
abstract class MeterContract {
  private static final Duration STEP = Duration.ofMillis(10);

  abstract Meter meter();

  /** Where its joules come from. */
  abstract Source source();

  /** Whether its device tells its performance state, its temperature and the like. */
  abstract boolean tellsItsState();

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
    assertThat(meter.device().source()).isEqualTo(source());
    assertThat(meter.name()).isNotBlank();
  }

  @Test
  void itsDeviceStaysTheSame() {
    Device before = meter().device();
    samples();

    assertThat(meter().device()).isEqualTo(before);
  }

  @Test
  void itReadsACounterThatGoesUpAndNeverDownOrElsePowerThatItCanDraw() {
    List<MeterReading> samples = samples();
    if (source() == Source.NVML_POWER) {
      long most = meter().limitMilliwatts().orElseThrow();
      assertThat(samples)
          .allSatisfy(
              sample -> assertThat(((MeterReading.Power) sample).milliwatts()).isBetween(1L, most));
    } else {
      List<Long> counter =
          samples.stream().map(sample -> ((MeterReading.Energy) sample).micros()).toList();
      assertThat(counter).isSorted();
      assertThat(counter.get(counter.size() - 1)).isGreaterThan(counter.get(0));
    }
  }

  @Test
  void itsPerformanceStateIsOneIfItsDeviceTellsIt() {
    OptionalInt state = meter().performanceState();

    assertThat(state.isPresent()).isEqualTo(tellsItsState());
    assertThat(state.orElse(0)).isBetween(0, 15);
  }

  @Test
  void itsStateIsItsOwnIfItsDeviceTellsIt() {
    assertThat(meter().state().map(DeviceState::device))
        .isEqualTo(tellsItsState() ? Optional.of(meter().device().id()) : Optional.empty());
  }

  @Test
  void itsReadingsStayWithinWhatItCanDraw() {
    List<PowerEvent> events = new ArrayList<>();
    Meter meter = meter();
    CounterEdgeDetector edges =
        new CounterEdgeDetector(
            meter.device().id(),
            now -> meter.limitMilliwatts(),
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
