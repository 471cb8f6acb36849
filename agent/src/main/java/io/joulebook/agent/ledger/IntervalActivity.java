package io.joulebook.agent.ledger;

import java.util.ArrayList;
import java.util.List;

/**
 * What is in flight on a device, and what adds up over one interval: virtual time, by which active
 * energy is shared, and equal shares of each moment, by which base power is.
 */
final class IntervalActivity {
  /** A nanosecond has 1024 parts, so that many calls can split it; an interval, up to 104 days. */
  private static final int BASE_SHIFT = 10;

  private final Learning learning;
  private final PowerModel[] models;

  /** The classes that were in flight in this interval, or are. */
  private final List<ClassAccount> present = new ArrayList<>();

  private long start;
  private long now;
  private long inFlight;
  private PowerModel model;
  private int changes;
  private long busy;
  private double callTime;
  private long baseTime;
  private long baseSum;

  IntervalActivity(long start, Learning learning) {
    this.start = start;
    this.learning = learning;
    models = learning.models();
    model = learning.model();
    now = start;
  }

  /**
   * A moment of an interval.
   *
   * @param offset nanoseconds since the interval's start
   * @param virtual virtual time since then
   * @param baseTime base share that one call in flight since the start would have by now
   */
  record Mark(long offset, long virtual, long baseTime) {
    static final Mark NONE = new Mark(-1, -1, -1);

    /** Nanoseconds of the device that one call in flight since the start would have by now. */
    long occupied() {
      return baseTime >> BASE_SHIFT;
    }
  }

  void advanceTo(long time) {
    long step = time - now;
    if (step <= 0) {
      return;
    }
    if (inFlight > 0) {
      for (PowerModel each : models) {
        each.advance(step);
      }
      busy += step;
      callTime += (double) inFlight * step;
      long each = (step << BASE_SHIFT) / inFlight;
      baseTime += each;
      baseSum += each * inFlight;
    }
    now = time;
  }

  void enter(ClassAccount calls, long weight, long count) {
    if (!calls.present) {
      calls.present = true;
      calls.nextInterval(models);
      calls.skipTo((long) model.virtual(), models);
      present.add(calls);
    }
    change(calls, weight, count);
  }

  void leave(ClassAccount calls, long weight, long count) {
    change(calls, -weight, -count);
  }

  private void change(ClassAccount calls, long weight, long count) {
    calls.changeWeight(weight, (long) model.virtual(), models);
    inFlight += count;
    changes++;
  }

  Mark mark() {
    return new Mark(now - start, (long) model.virtual(), baseTime);
  }

  /** Brings what each class has had of this interval up to date. */
  void count() {
    for (ClassAccount calls : present) {
      calls.changeWeight(0, (long) model.virtual(), models);
    }
  }

  /** Begins the next interval where this one ends; who is in flight stays so. */
  void nextInterval() {
    present.removeIf(ClassAccount::isGone);
    start = now;
    model = learning.model();
    changes = 0;
    busy = 0;
    callTime = 0;
    baseTime = 0;
    baseSum = 0;
    for (PowerModel each : models) {
      each.nextInterval();
    }
    for (ClassAccount calls : present) {
      calls.nextInterval(models);
    }
  }

  List<ClassAccount> present() {
    return present;
  }

  long start() {
    return start;
  }

  long now() {
    return now;
  }

  long length() {
    return now - start;
  }

  /** How many calls came and went. */
  int changes() {
    return changes;
  }

  /** Nanoseconds with at least one call in flight. */
  long busy() {
    return busy;
  }

  boolean isQuiet() {
    return busy == 0 && inFlight == 0;
  }

  /** Calls in flight, on average over the time in which there was one; 1 if there was none. */
  double meanInFlight() {
    return busy == 0 ? 1 : callTime / busy;
  }

  /** Virtual time since the interval's start. */
  double virtual() {
    return model.virtual();
  }

  /** The sum of all base shares: what base energy is divided by. */
  long baseSum() {
    return baseSum;
  }
}
