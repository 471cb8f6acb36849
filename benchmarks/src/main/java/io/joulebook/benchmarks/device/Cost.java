package io.joulebook.benchmarks.device;

import io.joulebook.nvml.NvmlValue;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;

/** How long a call of the driver takes. */
final class Cost {
  private static final int CALLS = 1_000;
  private static final long AT_MOST = 3_000_000_000L;
  private static final int AT_LEAST = 20;

  private Cost() {}

  /** Makes the call a thousand times in a row, for three seconds at most. */
  static Row of(Figure figure, Supplier<NvmlValue> call) {
    if (call.get() instanceof NvmlValue.Unavailable none) {
      return Row.missing(figure, none.why().message());
    }
    long[] nanos = new long[CALLS];
    int made = 0;
    long began = System.nanoTime();
    while (made < CALLS && (made < AT_LEAST || System.nanoTime() - began < AT_MOST)) {
      long before = System.nanoTime();
      NvmlValue ignored = call.get();
      nanos[made++] = System.nanoTime() - before;
    }
    return row(figure, Arrays.copyOf(nanos, made));
  }

  private static Row row(Figure figure, long[] nanos) {
    Arrays.sort(nanos);
    double median = Row.round(nanos[nanos.length / 2] / 1e3);
    double p95 = Row.round(nanos[nanos.length * 95 / 100] / 1e3);
    double most = Row.round(nanos[nanos.length - 1] / 1e3);
    return Row.measured(
        figure,
        Map.of("medianMicros", median, "p95Micros", p95, "maxMicros", most, "calls", nanos.length),
        String.format(Locale.ROOT, "%.1f µs, p95 %.1f, max %.0f", median, p95, most));
  }
}
