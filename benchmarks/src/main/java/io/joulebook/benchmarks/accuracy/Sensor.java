package io.joulebook.benchmarks.accuracy;

import io.joulebook.nvml.fake.FakeGpu;
import io.joulebook.nvml.fake.Ticks;
import java.time.Duration;

/**
 * How a GPU's counter shows the truth.
 *
 * @param period the time between two ticks
 * @param lag how late it shows a tick
 * @param window how much of each period it sees; zero for all
 * @param gain what it multiplies
 * @param jitter how late a tick may come
 */
record Sensor(Duration period, Duration lag, Duration window, double gain, Duration jitter) {
  static final Sensor H100 = every(100);

  static Sensor every(long millis) {
    return new Sensor(Duration.ofMillis(millis), Duration.ZERO, Duration.ZERO, 1, Duration.ZERO);
  }

  Sensor lag(long millis) {
    return new Sensor(period, Duration.ofMillis(millis), window, gain, jitter);
  }

  Sensor window(long millis) {
    return new Sensor(period, lag, Duration.ofMillis(millis), gain, jitter);
  }

  Sensor gain(double factor) {
    return new Sensor(period, lag, window, factor, jitter);
  }

  Sensor jitter(long millis) {
    return new Sensor(period, lag, window, gain, Duration.ofMillis(millis));
  }

  /** Makes the GPU's counter so; its ticks are whole periods of the monotonic clock. */
  void applyTo(FakeGpu gpu) {
    gpu.period(period).lag(lag).jitter(jitter).gain(gain).phase(Duration.ZERO);
    gpu.energyWindow(window);
  }

  /** Makes the GPU's instant power so: the mean of the window before each update. */
  void applyToPowerOf(FakeGpu gpu) {
    gpu.period(period).lag(lag).phase(Duration.ZERO).window(window);
  }

  Ticks ticks() {
    return new Ticks(period.toNanos(), 0, jitter.toNanos());
  }
}
