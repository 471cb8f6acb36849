package io.joulebook.agent.whole.app;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** A class of the host's own, metered by {@code hooks.custom}. */
public class Ranker {
  /** Takes that long, or throws if it is negative. */
  public long score(long millis) {
    if (millis < 0) {
      throw new IllegalArgumentException("negative");
    }
    LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(millis));
    return millis == 0 ? 0 : 1 + rescore(millis);
  }

  private long rescore(long millis) {
    return score(0) + millis;
  }
}
