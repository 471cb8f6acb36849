package io.joulebook.agent.power;

import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.LongStream;

/**
 * The grid of a counter's ticks: where they were, and where the next one is to be expected.
 *
 * <p><b>The idea.</b> A change says only that a tick lies between two readings. But ticks come on a
 * grid: shifted by whole periods, the bounds of all changes are bounds of one phase, and where they
 * meet is narrower than any of them. This is a set-membership filter [1] for a clock's phase and
 * period: it keeps the span in which the last tick lies and the range of the period {@link
 * PeriodBounds}; shifts the span to the next change, widened by what the period and a single step
 * may be off; and meets it with the bracket of the readings. No noise is modelled, so the bounds
 * are as hard as the readings' own while a step is off by no more than is allowed for.
 *
 * <p><b>What ends it.</b> The two do not meet, or the counter was quiet through an expected tick.
 * While locked, one tick in eight may be out of step: it is put into its bracket, and nothing is
 * learnt of the phase. At the next the lock is lost: the grid begins anew in the bracket. A near
 * miss means that steps jitter: twice as much is allowed for from then on, and a little less with
 * each tick that fits. A far one means that the phase jumped. Two of those, or four of any kind
 * before ticks fit again, mean that the period is another, and it is learnt anew. A grid that fits
 * by accident is not used: it must have fitted eight ticks.
 *
 * <p><b>Its error.</b> Cards' periods were seen to vary by some per cent [2]. Where steps are off
 * by chance, the allowance settles where it is exceeded about once in a thousand ticks; then some
 * edges in a thousand lie beside their span, and a few in a hundred while it still grows. Bounds of
 * 20 ms that do not follow the ticks show jitter late, polls aimed at them within seconds. Cost: a
 * hundred multiplications a tick.
 *
 * <p>[1] F. C. Schweppe, Recursive state estimation: unknown but bounded errors and system inputs,
 * IEEE TAC 13 (1968). [2] Yang, Adamek, Armour, arXiv 2312.02741: A100, 99 to 104 ms.
 */
final class TickPhaseLock {
  private static final int MATURE = 8;
  private static final long LOCKED_WITHIN = 1_000_000;
  private static final double LOCKED_WITHIN_PERIODS = 1 / 50.0;
  private static final long LOCK_KEPT_WITHIN = 2_000_000;
  private static final double LOCK_KEPT_WITHIN_PERIODS = 1 / 10.0;
  private static final double NEAR_MISS_PERIODS = 1 / 10.0;
  private static final double JITTER_AT_LEAST = 1 / 2_000.0;
  private static final double JITTER_AT_FIRST = 1 / 200.0;
  private static final double JITTER_AT_MOST = 1 / 15.0;
  private static final double JITTER_GROWS = 2;
  private static final double JITTER_DECAYS = 1 - 1 / 3_000.0;
  private static final double JITTER_DECAYS_AT_FIRST = 0.95;
  private static final int FAR_MISSES = 2;
  private static final int MISSES = 4;
  private static final int ROUNDS = 3;

  private final TickIntervals gaps = new TickIntervals();
  private final PeriodBounds period = new PeriodBounds();
  private TimeBounds last = new TimeBounds(0, 0);
  private TimeBounds edge = new TimeBounds(0, 0);
  private OptionalLong periodBefore = OptionalLong.empty();
  private long index;
  private double jitter;
  private int fitting;
  private int misses;
  private int farMisses;
  private boolean neverMissed;
  private int sinceOutOfStep = MATURE;
  private boolean locked;
  private int locksLost;

  /** Takes a change and finds the span of its last tick. */
  void observe(CounterChange change) {
    edge = period.known() ? follow(change) : learn(change);
  }

  /** Where the last tick of the latest change lies. */
  TimeBounds edge() {
    return edge;
  }

  private TimeBounds learn(CounterChange change) {
    gaps.take(change);
    gaps.period().ifPresent(known -> begin(known, change.bracket()));
    return gaps.fast() ? change.bracket(gaps.fastWithin()) : change.bracket();
  }

  private void begin(double known, TimeBounds tick) {
    period.begin(known);
    jitter = Math.min(JITTER_AT_MOST * known, Math.max(jitter, JITTER_AT_FIRST * known));
    neverMissed = true;
    startAt(tick);
  }

  private void startAt(TimeBounds tick) {
    last = tick;
    index = 0;
    fitting = 0;
    sinceOutOfStep = MATURE;
    period.take(index, tick, jitter);
  }

  private TimeBounds follow(CounterChange change) {
    TimeBounds bracket = change.bracket((long) (period.longest() + jitter));
    long nearest = nearest(bracket);
    if (predicted(nearest).half() > period.middle() / 2) {
      return restart(bracket);
    }
    Optional<TimeBounds> missed = quietTick(change.since(), change.still());
    if (missed.isPresent()) {
      return contradicted(change.bracket(), change.still() - missed.get().to());
    }
    long[] fits = fits(nearest, bracket);
    if (fits.length == 0) {
      return contradicted(bracket, predicted(nearest).gap(bracket));
    }
    // One of two ticks, and no telling which: nothing is learnt.
    return fits.length > 1 ? bracket : fit(fits[0], bracket);
  }

  private long nearest(TimeBounds bracket) {
    return Math.max(1, Math.round((bracket.middle() - last.middle()) / period.middle()));
  }

  private long[] fits(long nearest, TimeBounds bracket) {
    return LongStream.rangeClosed(Math.max(1, nearest - 1), nearest + 1)
        .filter(steps -> predicted(steps).meet(bracket).isPresent())
        .toArray();
  }

  // Steps that are off by chance add up as a root.
  private TimeBounds predicted(long steps) {
    double widening = jitter * Math.sqrt((double) steps);
    return new TimeBounds(
        last.from() + (long) Math.floor(steps * period.shortest() - widening),
        last.to() + (long) Math.ceil(steps * period.longest() + widening));
  }

  private Optional<TimeBounds> quietTick(long since, long still) {
    TimeBounds tick = nextAfter(since);
    return tick.to() < still ? Optional.of(tick) : Optional.empty();
  }

  // Not a search: bounded, whatever the period is taken for.
  private TimeBounds nextAfter(long time) {
    double steps = 0;
    for (int i = 0; i < ROUNDS; i++) {
      double ahead = time - last.from() + jitter * Math.sqrt(steps);
      steps = Math.max(1, Math.floor(ahead / period.shortest()) + 1);
    }
    return predicted((long) steps);
  }

  private TimeBounds fit(long steps, TimeBounds bracket) {
    TimeBounds tick = predicted(steps).meet(bracket).orElse(bracket);
    if (!period.take(index + steps, tick, jitter)) {
      return contradicted(bracket, 0);
    }
    index += steps;
    last = tick;
    fitting++;
    sinceOutOfStep++;
    double decay = neverMissed ? JITTER_DECAYS_AT_FIRST : JITTER_DECAYS;
    jitter = Math.max(JITTER_AT_LEAST * period.middle(), jitter * decay);
    if (fitting < MATURE) {
      return bracket;
    }
    misses = 0;
    farMisses = 0;
    weighLock();
    return tick;
  }

  private void weighLock() {
    double width = period.middle();
    if (locked && last.half() > Math.max(LOCK_KEPT_WITHIN, LOCK_KEPT_WITHIN_PERIODS * width)) {
      unlock();
    } else if (last.half() <= Math.max(LOCKED_WITHIN, LOCKED_WITHIN_PERIODS * width)) {
      locked = true;
    }
  }

  private TimeBounds contradicted(TimeBounds bracket, long miss) {
    neverMissed = false;
    boolean near = miss <= NEAR_MISS_PERIODS * period.middle();
    if (near) {
      jitter = Math.min(JITTER_AT_MOST * period.middle(), JITTER_GROWS * jitter);
    }
    if (locked && sinceOutOfStep >= MATURE) {
      sinceOutOfStep = 0;
    } else {
      misses++;
      farMisses += near ? 0 : 1;
      restart(bracket);
    }
    return bracket;
  }

  private TimeBounds restart(TimeBounds bracket) {
    unlock();
    if (farMisses >= FAR_MISSES || misses >= MISSES) {
      forget();
    } else {
      period.renumber();
      startAt(bracket);
    }
    return bracket;
  }

  private void forget() {
    periodBefore = period();
    misses = 0;
    farMisses = 0;
    period.forget();
    gaps.clear();
  }

  private void unlock() {
    locksLost += locked ? 1 : 0;
    locked = false;
    fitting = 0;
  }

  /** Takes a reading without a change; two periods without one end the lock. */
  void quiet(long since, long still) {
    if (locked && quietTick(since, still - (long) period.middle()).isPresent()) {
      farMisses++;
      unlock();
    }
  }

  boolean locked() {
    return locked;
  }

  /** How many locks were lost so far. */
  int locksLost() {
    return locksLost;
  }

  /** Whether the counter changes at nearly every reading, so that there is no grid to be found. */
  boolean fast() {
    return gaps.fast();
  }

  /** The time between two ticks, or between two changes where ticks are not to be told apart. */
  OptionalLong period() {
    if (period.known()) {
      return OptionalLong.of((long) period.middle());
    }
    OptionalLong median = gaps.median();
    return median.isPresent() ? median : periodBefore;
  }

  /** Where the first tick that is wholly after this time is to be expected; only while locked. */
  TimeBounds expected(long time) {
    return nextAfter(time);
  }
}
