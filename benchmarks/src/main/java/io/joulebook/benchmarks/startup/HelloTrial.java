package io.joulebook.benchmarks.startup;

import java.io.IOException;
import java.time.Duration;
import java.util.OptionalDouble;
import java.util.concurrent.locks.LockSupport;

/** Starts {@link HelloWorld} once. */
final class HelloTrial {
  private static final Duration LOOK_EVERY = Duration.ofMillis(2);

  private HelloTrial() {}

  static Sample run(Launch launch) throws IOException {
    Process process = launch.start();
    double peak = peak(process);
    double[] times = launch.times();
    return new Sample(
        times[0], times[1] + times[2], peak, 0, launch.linesOnStderr(), launch.filesLeft());
  }

  // The high-water mark only rises: the last look before the end misses 2 ms at most.
  private static double peak(Process process) {
    ProcessStatus status = new ProcessStatus(process);
    double peak = 0;
    while (process.isAlive()) {
      OptionalDouble now = status.mebibytes("VmHWM");
      peak = Math.max(peak, now.orElse(0));
      LockSupport.parkNanos(LOOK_EVERY.toNanos());
    }
    return peak;
  }
}
