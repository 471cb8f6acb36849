package io.joulebook.agent.ledger;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * Brings edges from the sensor's time into the device's.
 *
 * <p>The lag is learned from the first calls. So that they are not settled by a wrong lag, the
 * edges since half a second before the first call are held back until the lag is known, for three
 * seconds at most. Later the lag moves by a quarter of an interval at most from edge to edge, so
 * that no interval is turned inside out.
 */
final class LagCorrector {
  private static final long HELD_AT_MOST_NANOS = 3_000_000_000L;

  /** Before the first call, so much is held back that a lag can be taken off the first calls. */
  private static final long HELD_WHILE_IDLE_NANOS = 500_000_000L;

  /** And no longer than so many events can be kept: some two megabytes. */
  private static final int EVENTS_AT_MOST = 16_384;

  private static final long LATELY_NANOS = 60_000_000_000L;
  private static final int LEAST_PART = 4;
  private static final int HELD_AT_MOST = 64;

  private final ActivityHistory history;
  private final LagEstimator timing;
  private final Deque<Edge> held = new ArrayDeque<>();
  private final Deque<Span> throttled = new ArrayDeque<>();
  private final boolean calibrates;
  private boolean mayHold;
  private boolean callSeen;
  private long heardTick;
  private long placedTick;
  private long placedTime;
  private boolean wasThrottled;
  private long throttledUntil;
  private boolean gap;
  private double trailed;
  private boolean filtered;
  private long owed;
  private long heardMicros;
  private long placedMicros;

  private record Span(long from, long to) {}

  /**
   * Opens at a tick.
   *
   * @param calibrates whether it learns the lag; if not, the lag is 0
   */
  LagCorrector(long tick, boolean calibrates) {
    this.calibrates = calibrates;
    mayHold = calibrates;
    history = new ActivityHistory(tick);
    timing = new LagEstimator(history, calibrates ? LagEstimator.UNKNOWN_UNCERTAINTY : 0);
    heardTick = tick;
    placedTick = tick;
    placedTime = tick;
  }

  LagEstimator timing() {
    return timing;
  }

  /** A call begins, ends, or changes its weight; told as it is heard of, roughly in order. */
  void load(long at, int channel, long change, long callsInFlight) {
    callSeen = true;
    history.advanceTo(at);
    history.change(channel, change, callsInFlight);
  }

  /** The time in between was not seen: the next edge does not tell when its energy was used. */
  void skipTo(long tick) {
    gap = true;
    heardTick = Math.max(heardTick, tick);
  }

  /** The counter starts anew at this tick; in the device's time that is the result. */
  long reopen(long tick) {
    heardTick = tick;
    placedTick = tick;
    placedTime = Math.max(placedTime, tick - timing.appliedLag());
    return placedTime;
  }

  /** Up to here the device's time has been settled without the sensor. */
  void settledUntil(long time) {
    placedTime = Math.max(placedTime, time);
    placedTick = Math.max(placedTick, time + timing.appliedLag());
  }

  /**
   * Takes an edge, and gives those that are ready to be settled.
   *
   * @param eventsWaiting how many events wait for edges
   */
  List<PlacedEdge> accept(Edge edge, double[] channelWatts, int eventsWaiting) {
    history.advanceTo(edge.time());
    if (edge.throttled()) {
      // A device is asked once its counter shows load, which is a lag late.
      throttled.addLast(new Span(heardTick - timing.appliedLag(), edge.time()));
      wasThrottled = true;
      throttledUntil = edge.time();
    }
    boolean free = !isThrottled(heardTick - timing.appliedLag(), edge.time());
    timing.tick(heardTick, edge, calibrates && !gap && free);
    timing.loadKnownUntil(edge.time(), channelWatts);
    gap = false;
    heardTick = edge.time();
    heardMicros += edge.micros();
    held.addLast(edge);
    return release(mayHold(eventsWaiting) ? heardTick - heldFor() : heardTick, false);
  }

  private boolean mayHold(int eventsWaiting) {
    boolean inTime = !callSeen || heardTick - held.getFirst().time() < HELD_AT_MOST_NANOS;
    mayHold &= timing.publishedLag().isEmpty() && inTime && eventsWaiting < EVENTS_AT_MOST;
    return mayHold;
  }

  private long heldFor() {
    return callSeen ? HELD_AT_MOST_NANOS : HELD_WHILE_IDLE_NANOS;
  }

  /** Gives all edges that are held back. */
  List<PlacedEdge> release() {
    return release(heardTick, true);
  }

  private List<PlacedEdge> release(long until, boolean all) {
    List<PlacedEdge> placed = new ArrayList<>(held.size());
    while (!held.isEmpty() && held.getFirst().time() <= until) {
      double trailing = trailing(held.getFirst());
      if (!all && !isReady(held.getFirst(), trailing)) {
        break;
      }
      placed.add(place(held.removeFirst(), trailing));
    }
    return placed;
  }

  // Behind a low pass the counter trails what was used: by how much, in joules.
  private double trailing(Edge edge) {
    long time = edge.time() - timing.appliedLag();
    return history.holds(time) ? timing.lowPass().trailing(time) : Double.NaN;
  }

  // Behind a low pass: what ran must be known, and nothing is entered that the counter has not
  // counted.
  private boolean isReady(Edge edge, double trailing) {
    if (timing.lowPass().lag().isEmpty() || held.size() > HELD_AT_MOST) {
      return true;
    }
    return history.reaches(edge.time() - timing.appliedLag())
        && placedMicros + moved(edge, trailing) <= heardMicros;
  }

  private long moved(Edge edge, double trailing) {
    return Math.max(0, edge.micros() + owed + changeMicros(trailing));
  }

  // What trails is given in advance, and taken back as it shows: nothing trails an idle device, so
  // that
  // in the end no more and no less is entered than was counted.
  private long changeMicros(double trailing) {
    boolean isGone = timing.lowPass().lag().isEmpty();
    double now = isGone ? 0 : Double.isNaN(trailing) ? trailed : trailing;
    return Math.round((now - trailed) * 1e6);
  }

  private PlacedEdge place(Edge edge, double trailing) {
    long micros = moved(edge, trailing);
    long change = changeMicros(trailing);
    owed += edge.micros() + change - micros;
    trailed += change / 1e6;
    boolean begins = filtered != timing.lowPass().lag().isPresent();
    filtered = timing.lowPass().lag().isPresent();
    placedMicros += micros;
    long length = Math.max(0, edge.time() - placedTick);
    boolean steady = timing.follow(length) && !begins; // what was learned before is worth little
    long earliest = placedTime + length / LEAST_PART;
    long time = Math.max(earliest, edge.time() - timing.appliedLag());
    long squeezed = Math.max(0, length - (time - placedTime));
    boolean heldBack = isThrottled(placedTime, time);
    placedTime = time;
    placedTick = edge.time();
    Edge used = new Edge(edge.time(), micros, edge.uncertainty(), edge.state());
    return new PlacedEdge(
        time, used, squeezed, steady && squeezed <= length / LEAST_PART, heldBack);
  }

  // The driver tells this as it is, whatever the lag of its counter.
  private boolean isThrottled(long from, long to) {
    while (!throttled.isEmpty() && throttled.getFirst().to < placedTime) {
      throttled.removeFirst();
    }
    return throttled.stream().anyMatch(span -> span.from < to && span.to > from);
  }

  /** Whether the device was held back within the last minute. */
  boolean throttledLately() {
    return wasThrottled && heardTick - throttledUntil < LATELY_NANOS;
  }

  /** Whether edges are held back. */
  boolean isHolding() {
    return !held.isEmpty();
  }

  /** The last tick that was heard of. */
  long heardTick() {
    return heardTick;
  }
}
