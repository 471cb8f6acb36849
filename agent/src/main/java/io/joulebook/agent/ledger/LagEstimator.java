package io.joulebook.agent.ledger;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.OptionalLong;

/** Learns how far a sensor's readings trail the device, and which part of the time they see. */
/*
 * The idea. The agent knows when calls ran. If the readings trail by a lag, the energy of the
 * interval between two ticks belongs to what ran one lag earlier; so for each lag of a grid the
 * energies are fitted (least squares, with forgetting) by what ran in the interval moved by that lag:
 * its length, the time with any call in flight, the call-time of each class. The right lag leaves the
 * smallest squares. Between the grid's points a parabola through the three best tells; and the lags
 * whose squares a chance could have made as small give the uncertainty (a likelihood ratio).
 *
 * Where nothing changes, every lag fits as well as any other, and the lag is not known; but then it
 * does no harm either. Once known it is kept, since it is a property of the card, until a better
 * estimate moves it. It moves slowly, a quarter of an interval each tick, so that no interval is
 * turned inside out.
 *
 * Some cards measure power in 25 of 100 milliseconds only. Fitting the same energies by what ran in
 * the last quarter before each tick tells: if that leaves much smaller squares, the sensor is
 * windowed. Such a sensor is right on average as long as the load is not in step with it. So the
 * load is folded on the tick's period, and where its activity in the window differs from that in
 * the whole the readings are wrong by that ratio, which goes into the uncertainty. While nothing tells
 * whether the sensor is windowed, and the load is in step, the worst window is assumed.
 *
 * A sensor with a low pass looks like one with a lag that fits badly: LowPassEstimator.
 *
 * Cost: 244 lags x two fits of ten quantities for each tick, some 60 microseconds; 400 kB a device.
 * Idle time costs nothing.
 *
 * 1. docs/accuracy.md: lags of 0 to 1000 ms.
 * 2. Z. Yang et al., Part-time power measurements, SC24: the windows.
 */
final class LagEstimator {
  private static final long STEP = ActivityHistory.GRID_NANOS;
  private static final int FIRST = -3;
  private static final int LAGS = 244;

  /** What ran must be known so long after a tick, for lags below zero. */
  private static final long AHEAD = -FIRST * STEP;

  private static final int QUANTITIES = ActivityHistory.CHANNELS + 1;
  private static final double MEMORY_SECONDS = 60;
  private static final int INTERVALS_AT_LEAST = 20;
  private static final int TICKS_PER_ESTIMATE = 10;
  private static final int PENDING_AT_MOST = 64;

  /** So many say what the device draws when nothing runs. */
  private static final int IDLE_TICKS_AT_MOST = 50;

  /**
   * How unlikely a lag must be before it is excluded: five to six standard deviations, since errors
   * of intervals in a row resemble each other.
   */
  private static final double EXCLUDED = 30;

  /** The same for the uncertainty of the lag that is left: four. */
  private static final double UNCERTAINTYED = 16;

  private static final long KNOWN_WITHIN = 25_000_000;

  /** Lags of 0 to a quarter of a second are usual. */
  static final long UNKNOWN_UNCERTAINTY = 125_000_000;

  private static final long LEAST_UNCERTAINTY = 500_000;
  private static final long UNCERTAINTY_OF_LOW_PASS = 5_000_000;
  private static final double CLEARLY = 0.5;
  private static final double UNITS_AT_MOST = 1e6;

  /** So far an edge may be off, whatever is said of it. */
  private static final double EDGE_SECONDS = 6e-4;

  private final ActivityHistory history;
  private final NormalEquations[] whole = fits();
  private final NormalEquations[] windowed = fits();
  private final LowPassEstimator lowPass;
  private final Deque<Tick> pending = new ArrayDeque<>();
  private final TickProfile profile = new TickProfile();
  private final double[] quantities = new double[QUANTITIES];
  private final double[] sums = new double[ActivityHistory.CHANNELS];
  private double weight;
  private double edgeSquares;
  private double unit = 1;
  private int sinceEstimate;
  private boolean known;
  private int idleTicks;
  private long estimate;
  private long uncertainty;
  private long lag;
  private Window window = Window.UNKNOWN;

  /** Which part of the time a sensor sees. */
  enum Window {
    UNKNOWN,
    ALL,
    QUARTER
  }

  private record Tick(long from, long to, double joules, double edgeSeconds) {
    double seconds() {
      return (to - from) / 1e9;
    }

    double edgeJoules() {
      return joules / seconds() * edgeSeconds;
    }
  }

  /**
   * Of a sensor whose lag is not known.
   *
   * @param uncertainty how far the lag may be from 0 until it is, in nanoseconds
   */
  LagEstimator(ActivityHistory history, long uncertainty) {
    this.history = history;
    lowPass = new LowPassEstimator(history);
    this.uncertainty = uncertainty;
  }

  private static NormalEquations[] fits() {
    NormalEquations[] fits = new NormalEquations[LAGS];
    for (int i = 0; i < LAGS; i++) {
      fits[i] = new NormalEquations(QUANTITIES);
    }
    return fits;
  }

  /**
   * The counter has counted up to a tick, by the sensor's time.
   *
   * @param from the tick before
   * @param seen whether the time between them was seen as a whole
   */
  void tick(long from, Edge edge, boolean seen) {
    if (seen && edge.time() > from && pending.size() < PENDING_AT_MOST) {
      double edgeSeconds = Math.hypot(EDGE_SECONDS, edge.uncertainty() / 1e9);
      pending.addLast(new Tick(from, edge.time(), edge.micros() / 1e6, edgeSeconds));
    }
  }

  /**
   * Moves the lag that is taken off towards the estimate, by a quarter of an interval at most.
   *
   * @return whether it was there already, but for less than its uncertainty
   */
  boolean follow(long interval) {
    boolean there = Math.abs(estimate - lag) <= uncertainty + LEAST_UNCERTAINTY;
    long step = interval / 4;
    lag += Math.max(-step, Math.min(step, estimate - lag));
    return there;
  }

  /** Learns from the ticks for which it is now known what ran. */
  void loadKnownUntil(long time, double[] channelWatts) {
    while (!pending.isEmpty() && pending.peekFirst().to + AHEAD + STEP <= time) {
      Tick tick = pending.removeFirst();
      if (history.holds(tick.from - lag(LAGS - 1)) && history.holds(tick.to + AHEAD)) {
        if (isIdle(tick) && ++idleTicks > IDLE_TICKS_AT_MOST) {
          continue; // more of them tell nothing
        }
        learn(tick);
        profile.add(history, tick.from - lag, tick.to - lag, channelWatts);
      }
    }
    if (sinceEstimate >= TICKS_PER_ESTIMATE && weight >= INTERVALS_AT_LEAST) {
      sinceEstimate = 0;
      judge();
    }
  }

  private boolean isIdle(Tick tick) {
    Arrays.fill(sums, 0);
    history.addTo(sums, tick.to + AHEAD, 1);
    history.addTo(sums, tick.from - lag(LAGS - 1), -1);
    return sums[0] == 0;
  }

  private static long lag(int index) {
    return (FIRST + index) * STEP;
  }

  private void learn(Tick tick) {
    double seconds = tick.seconds();
    double decay = Math.exp(-seconds / MEMORY_SECONDS);
    weight = weight * decay + 1;
    edgeSquares = edgeSquares * decay + tick.edgeJoules() * tick.edgeJoules();
    unit /= decay;
    if (unit > UNITS_AT_MOST) {
      renew();
    }
    sinceEstimate++;
    for (int i = 0; i < LAGS; i++) {
      long to = tick.to - lag(i);
      learn(whole[i], tick.from - lag(i), to, 1, seconds, tick.joules);
      long quarter = (tick.to - tick.from) / 4;
      learn(windowed[i], to - quarter, to, 4, seconds, tick.joules);
    }
    lowPass.learn(tick.from, tick.to, tick.joules, unit);
  }

  private void learn(
      NormalEquations fit, long from, long to, double factor, double seconds, double joules) {
    Arrays.fill(sums, 0);
    history.addTo(sums, to, factor / 1e9);
    history.addTo(sums, from, -factor / 1e9);
    quantities[0] = seconds;
    System.arraycopy(sums, 0, quantities, 1, sums.length);
    fit.add(quantities, joules, unit);
  }

  // Instead of forgetting the old, the new weighs ever more; now and then the unit is made 1 again.
  private void renew() {
    for (int i = 0; i < LAGS; i++) {
      whole[i].decay(1 / unit);
      windowed[i].decay(1 / unit);
    }
    lowPass.decay(1 / unit);
    unit = 1;
  }

  private void judge() {
    double[] ofWhole = squares(whole);
    double[] ofWindow = squares(windowed);
    double best = ofWhole[GridMinimum.of(ofWhole).index()];
    double bestOfWindow = ofWindow[GridMinimum.of(ofWindow).index()];
    if (lowPass.judge(Math.min(best, bestOfWindow) / weight, edgeSquares / weight)) {
      known = true;
      estimate = lowPass.lag().orElse(estimate);
      uncertainty = UNCERTAINTY_OF_LOW_PASS;
      window = Window.ALL;
      return;
    }
    boolean placed = place(bestOfWindow < best ? ofWindow : ofWhole);
    if (!placed) {
      window = Window.UNKNOWN;
    } else if (bestOfWindow < CLEARLY * best) {
      window = Window.QUARTER;
    } else if (best < CLEARLY * bestOfWindow) {
      window = Window.ALL;
    }
  }

  private boolean place(double[] squares) {
    GridMinimum least = GridMinimum.of(squares);
    int best = least.index();
    long range = range(squares, best, EXCLUDED);
    if (range > KNOWN_WITHIN || best == 0 || best == LAGS - 1) {
      return false;
    }
    known = true;
    estimate = Math.max(0, lag(best) + Math.round(STEP * least.offset()));
    long likely = range(squares, best, UNCERTAINTYED);
    uncertainty =
        Math.max(LEAST_UNCERTAINTY, likely == 0 ? parabolaUncertainty(squares, best) : likely);
    return true;
  }

  // Half the distance between the lags that are not excluded.
  private long range(double[] squares, int best, double likelihood) {
    double limit = squares[best] + rise(squares[best], likelihood);
    int lowest = best;
    int highest = best;
    for (int i = 0; i < LAGS; i++) {
      lowest = squares[i] <= limit ? Math.min(lowest, i) : lowest;
      highest = squares[i] <= limit ? Math.max(highest, i) : highest;
    }
    return (highest - lowest) * STEP / 2;
  }

  // By how much squares must be larger to be so unlikely. Edges that are off leave squares too,
  // which
  // a call that happened to run then explains at some lag.
  private double rise(double least, double likelihood) {
    return Math.max(least, edgeSquares) * Math.expm1(likelihood / weight);
  }

  private double[] squares(NormalEquations[] fits) {
    double[] squares = new double[fits.length];
    for (int i = 0; i < fits.length; i++) {
      squares[i] = fits[i].residualSquares() / unit;
    }
    return squares;
  }

  // Where the parabola through the best three reaches the limit.
  private long parabolaUncertainty(double[] squares, int best) {
    double curve = GridMinimum.curve(squares, best);
    double rise = rise(squares[best], UNCERTAINTYED);
    return curve <= 0 ? STEP : Math.min(STEP, Math.round(STEP * Math.sqrt(2 * rise / curve)));
  }

  /** The lag as it is taken off now, in nanoseconds; 0 while nothing is known. */
  long appliedLag() {
    return lag;
  }

  /** The lag, once known. */
  OptionalLong publishedLag() {
    return known ? OptionalLong.of(estimate) : OptionalLong.empty();
  }

  /** Half the width of the range in which the lag lies, in nanoseconds. */
  long uncertainty() {
    return uncertainty + Math.abs(estimate - lag);
  }

  /** The low pass that the sensor sees power through, or none. */
  LowPassEstimator lowPass() {
    return lowPass;
  }

  Window window() {
    return window;
  }

  /** By which part of itself active energy may be wrong because the load is in step; 0 if not. */
  double outOfSight() {
    return switch (window) {
      case ALL -> 0;
      case QUARTER -> profile.errorOfLastQuarter();
      case UNKNOWN -> profile.errorOfWorstQuarter();
    };
  }
}
