package io.joulebook.benchmarks.device;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.locks.LockSupport;

/** The time by which a check goes. */
interface Pace {
  /** Nanoseconds of a clock that never jumps. */
  long now();

  /** Returns once that time has come. */
  void until(long time);

  /** Microseconds since 1970. */
  long wallMicros();

  /** The machine's own. */
  static Pace real() {
    return new Pace() {
      @Override
      public long now() {
        return System.nanoTime();
      }

      @Override
      public void until(long time) {
        for (long left = time - now(); left > 0; left = time - now()) {
          LockSupport.parkNanos(left);
        }
      }

      @Override
      public long wallMicros() {
        return ChronoUnit.MICROS.between(Instant.EPOCH, Instant.now());
      }
    };
  }
}
