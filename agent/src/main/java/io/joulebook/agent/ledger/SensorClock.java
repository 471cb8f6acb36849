package io.joulebook.agent.ledger;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * Brings edges from the sensor's time into the device's.
 *
 * <p>The lag is learned from the first calls. So that they are not settled by a wrong lag, the
 * edges since the first call are held back until the lag is known, for three seconds at most. Later
 * the lag moves by a quarter of an interval at most from edge to edge, so that no interval is
 * turned inside out.
 */
final class SensorClock {
  private static final long HELD_AT_MOST_NANOS = 3_000_000_000L;

  /** And no longer than so many events can be kept: some two megabytes. */
  private static final int EVENTS_AT_MOST = 16_384;

  private static final int LEAST_PART = 4;

  private final LoadHistory history;
  private final SensorTiming timing;
  private final Deque<Edge> held = new ArrayDeque<>();
  private final boolean calibrates;
  private boolean mayHold;
  private boolean callSeen;
  private long heardTick;
  private long placedTick;
  private long placedTime;
  private boolean gap;

  /**
   * Opens at a tick.
   *
   * @param calibrates whether it learns the lag; if not, the lag is 0
   */
  SensorClock(long tick, boolean calibrates) {
    this.calibrates = calibrates;
    mayHold = calibrates;
    history = new LoadHistory(tick);
    timing = new SensorTiming(history, calibrates ? SensorTiming.UNKNOWN_DOUBT : 0);
    heardTick = tick;
    placedTick = tick;
    placedTime = tick;
  }

  SensorTiming timing() {
    return timing;
  }

  /** A call begins, ends, or changes its weight; told as it is heard of, roughly in order. */
  void load(long at, int channel, long change, int callsInFlight) {
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
    placedTime = Math.max(placedTime, tick - timing.lag());
    return placedTime;
  }

  /** Up to here the device's time has been settled without the sensor. */
  void settledUntil(long time) {
    placedTime = Math.max(placedTime, time);
    placedTick = Math.max(placedTick, time + timing.lag());
  }

  /**
   * Takes an edge, and gives those that are ready to be settled.
   *
   * @param eventsWaiting how many events wait for edges
   */
  List<PlacedEdge> accept(Edge edge, double[] channelWatts, int eventsWaiting) {
    history.advanceTo(edge.time());
    timing.tick(heardTick, edge.time(), edge.micros(), calibrates && !gap);
    timing.loadKnownUntil(edge.time(), channelWatts);
    gap = false;
    heardTick = edge.time();
    held.addLast(edge);
    return mayHold(eventsWaiting) ? List.of() : release();
  }

  private boolean mayHold(int eventsWaiting) {
    boolean inTime = heardTick - held.getFirst().time() < HELD_AT_MOST_NANOS;
    mayHold &= timing.known().isEmpty() && (!callSeen || inTime) && eventsWaiting < EVENTS_AT_MOST;
    return mayHold && callSeen;
  }

  /** Gives all edges that are held back. */
  List<PlacedEdge> release() {
    if (held.size() > 1) {
      timing.adopt();
    }
    List<PlacedEdge> placed = new ArrayList<>(held.size());
    while (!held.isEmpty()) {
      placed.add(place(held.removeFirst()));
    }
    return placed;
  }

  private PlacedEdge place(Edge edge) {
    long length = Math.max(0, edge.time() - placedTick);
    boolean steady = timing.follow(length);
    long earliest = placedTime + length / LEAST_PART;
    placedTime = Math.max(earliest, edge.time() - timing.lag());
    placedTick = edge.time();
    return new PlacedEdge(placedTime, edge, steady);
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
