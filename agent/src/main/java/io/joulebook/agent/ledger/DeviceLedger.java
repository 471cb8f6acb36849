package io.joulebook.agent.ledger;

import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * The books of one device. An operation that throws, OutOfMemoryError included, may leave a
 * settlement half done: such books are not gone on with but begun anew, and the energy that was
 * heard of and not entered yet is unattributed in the new ones, so that no joule is entered twice
 * or lost.
 */
public final class DeviceLedger {
  private final String id;
  private final Consumer<SettledInterval> intervals;
  private final Supplier<Rules> rules;
  private final Consumer<SettledInterval> whenSettled = this::settled;
  private Settlement settlement;
  private OptionalLong limit = OptionalLong.empty();
  private long heardMicros;
  private long enteredMicros;
  private long lateBefore;
  private int edition;
  private boolean atWork;

  DeviceLedger(String id, Consumer<SettledInterval> intervals, Supplier<Rules> rules) {
    this.id = id;
    this.intervals = intervals;
    this.rules = rules;
    settlement = new Settlement(whenSettled, rules.get());
  }

  /** The device's id. */
  public String id() {
    return id;
  }

  /** Events that came after the interval they belong to was closed; applied at its end. */
  public long lateEvents() {
    return lateBefore + settlement.lateEvents();
  }

  /** Tells the most that the device can draw, in milliwatts: a bound where nothing else is. */
  public void limit(long milliwatts) {
    limit = OptionalLong.of(milliwatts);
    settlement.limit(milliwatts);
  }

  /** Up to where readings have come; empty before the first. */
  public OptionalLong heardUntil() {
    return settlement.heardUntil();
  }

  void weigh(DeviceShare share, long at, long weight) {
    atWork = true;
    share.told = weight;
    settlement.weigh(share, at, weight);
    atWork = false;
  }

  void first(DeviceShare share, long at) {
    atWork = true;
    settlement.first(share, at);
    atWork = false;
  }

  void end(DeviceShare share, long at) {
    atWork = true;
    settlement.end(share, at);
    atWork = false;
  }

  void openAt(long tick, long uncertainty) {
    atWork = true;
    settlement.openAt(tick, uncertainty);
    atWork = false;
  }

  void outageUntil(long at) {
    atWork = true;
    settlement.outageUntil(at);
    atWork = false;
  }

  void edge(Edge edge) {
    atWork = true;
    heardMicros += edge.micros();
    if (edition > 0 && !settlement.isOpen()) {
      settlement.openAt(edge.time(), edge.uncertainty());
      settlement.owe(edge.micros());
    } else {
      settlement.edge(edge);
    }
    atWork = false;
  }

  private void settled(SettledInterval interval) {
    intervals.accept(interval);
    enteredMicros += interval.measured();
  }

  /** Whether an operation did not come to its end. */
  boolean isTorn() {
    return atWork;
  }

  /** Which books these are: one more each time they are begun anew. */
  int edition() {
    return edition;
  }

  /** Begins the books anew; they open at the next edge. May be repeated if it fails. */
  void renew() {
    Settlement anew = new Settlement(whenSettled, rules.get());
    anew.owe(heardMicros - enteredMicros);
    limit.ifPresent(anew::limit);
    lateBefore += settlement.lateEvents();
    settlement = anew;
    edition++;
    atWork = false;
  }
}
