package io.joulebook.agent.ledger;

import java.util.Objects;
import java.util.OptionalLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Settles the calls of one device, interval by interval. */
/*
 * The idea. The device has one meter, and its reading changes only now and then: an edge. Between
 * two edges lies an interval with a known energy. What a call in flight gets of it cannot be
 * measured, only allocated, and the allocation must add up. So base power is shared by equal shares
 * of each moment, and what is above it in proportion to the learned power of each call's class
 * (ClassPower), its weight, and virtual time, which is time bent by how power grows with concurrency
 * (PowerModel).
 *
 * The trick is to hand it out without visiting the calls. Each class keeps a running total of energy
 * per unit of virtual time; a call's segment remembers where its begin lay, and its energy is the
 * difference between the running totals at its end and at its begin, times its weight. A ten-minute
 * stream costs two marks however many intervals and other calls pass by, and though the powers of
 * the classes are learned anew in each interval: a begin, an end, a change of weight and a settlement
 * are O(1) each; an interval is O(classes in flight), and learning from it O(classes squared).
 *
 * Edges are known late: the counter trails the device by a lag (LagEstimator), and is polled. So
 * events wait in a queue until the edge behind them is known, then are replayed in order of time.
 *
 * Exactness. Running totals are fixed-point numbers with 64 bits behind the point, rates are rounded
 * down, and the remainder of an interval goes into the next. So what is settled, held by calls,
 * accrued by open segments, and the remainder add up to what was handed out, to the last bit,
 * whatever was learned; and receipts are differences of a rounded running total, so they add up too,
 * to the microjoule once no call is open. The account `requests` is that sum, taken from the calls'
 * side; `idle` and `unattributed` have rules of their own (Split), and `measured` is the sum of the
 * edges. The residual compares them. It is not zero by construction: a wrong rule, a lost segment or
 * a double settlement shows in it.
 *
 * Error. What a receipt may be off by is said on it (Uncertainty). The sums over a class are much better
 * than its receipts, since what one call gets too much another of the interval gets too little.
 *
 * Outages. Where no edge comes for too long (a hung driver, a lost GPU) the interval is cut with no
 * energy, so that calls settle, each said to be seen in part; when the counter goes on, what it counted over the
 * outage is `unattributed`, for the calls of that time may have their receipts already.
 *
 * Memory is bounded by the events since the last edge, some 50 bytes each, and the calls in flight,
 * some 500; about 300 kB besides. The simulations that led here: docs/method.md.
 */
final class Settlement {
  private final Consumer<SettledInterval> intervals;
  private final Rules rules;
  private final EventQueue events = new EventQueue();
  private final Learning learning = new Learning();
  private final CallClasses classes = new CallClasses(learning);
  private final Uncertainty uncertainties = new Uncertainty(learning);
  private final Allocator allocator;
  private final Accounts accounts = new Accounts();
  private @Nullable IntervalActivity load;
  private @Nullable LagCorrector clock;
  private long callsHeard;
  private long lastUncertainty;
  private long unseen;
  private long owed;
  private boolean wasSteady = true;
  private long lateEvents;
  private long closedIntervals;
  private long outageIntervals;

  Settlement(Consumer<SettledInterval> intervals, Rules rules) {
    this.intervals = intervals;
    this.rules = rules;
    allocator = new Allocator(rules.balance());
  }

  long lateEvents() {
    return lateEvents;
  }

  /** Microjoules of a time before these books: unattributed in the next interval. */
  void owe(long micros) {
    owed += micros;
  }

  /** Tells the most that the device can draw, in milliwatts: a bound where nothing else is. */
  void limit(long milliwatts) {
    uncertainties.limit(milliwatts);
  }

  boolean isOpen() {
    return load != null;
  }

  /** Up to where readings have come; empty before the first. */
  OptionalLong heardUntil() {
    if (load == null) {
      return OptionalLong.empty();
    }
    return OptionalLong.of(clock().isHolding() ? clock().heardTick() : load.start());
  }

  private LagCorrector clock() {
    return Objects.requireNonNull(clock, "not open");
  }

  // ---- events

  void weigh(DeviceShare share, long at, long weight) {
    hear(share, at, weight);
    events.add(at, share, weight, false);
  }

  void first(DeviceShare share, long at) {
    events.add(at, share, CallEvent.FIRST_PIECE, false);
  }

  void end(DeviceShare share, long at) {
    hear(share, at, 0);
    events.add(at, share, 0, true);
  }

  // What was heard before the first reading is not in the history, so its end must not be either.
  private void hear(DeviceShare share, long at, long weight) {
    if (clock != null) {
      callsHeard += share.callsOf(weight) - share.callsOf(share.heard);
      clock.load(at, classes.channel(share.calls), weight - share.heard, callsHeard);
      share.heard = weight;
    }
  }

  // ---- edges

  /**
   * The counter's first reading, or its first after a reset: from here on it counts. What was used
   * before is not known, and the calls of that time were not seen.
   */
  void openAt(long tick, long uncertainty) {
    if (load == null) {
      openFirst(tick);
    } else {
      settleHeld();
      outage(clock().reopen(tick));
      unseen = 0;
    }
    lastUncertainty = uncertainty;
  }

  private void openFirst(long at) {
    IntervalActivity now = new IntervalActivity(at, learning);
    load = now;
    clock = new LagCorrector(at, rules.calibrates());
    for (CallEvent event = events.pollUntil(at); event != null; event = events.pollUntil(at)) {
      event.share().markOutage();
      apply(now, event);
    }
  }

  /** No energy is known up to this time, and none will be in time: calls that ended are settled. */
  void outageUntil(long at) {
    if (load == null) {
      openAt(at, 0);
    }
    settleHeld();
    clock().skipTo(at);
    clock().settledUntil(at);
    outage(at);
  }

  private void outage(long at) {
    IntervalActivity now = replay(at);
    unseen += now.length();
    outageIntervals++;
    uncertainties.outage(now.length());
    learning.skip(now);
    close(now, 0, new Split(0, 0, 0, 0), 0);
  }

  void edge(Edge edge) {
    if (load == null) {
      throw new IllegalStateException("an edge before the device's first reading");
    }
    double[] watts = classes.channelWatts(learning.model().power);
    clock().accept(edge, watts, events.size()).forEach(this::settle);
  }

  private void settleHeld() {
    clock().release().forEach(this::settle);
  }

  private void settle(PlacedEdge placed) {
    Edge edge = placed.edge();
    IntervalActivity now = replay(placed.time());
    now.count();
    long notSeen = unseenPart(edge.micros(), now.length());
    boolean whole = unseen == 0 && placed.steady();
    unseen = 0;
    if (placed.steady() && !wasSteady) {
      learning.restart();
    }
    wasSteady = placed.steady();
    learning.lagKnown(clock().timing().publishedLag().isPresent());
    if (whole && placed.throttled()) {
      learning.beginWithout(now, edge.micros());
    }
    Split seen = split(now, placed, edge.micros() - notSeen, whole && !placed.throttled());
    long old = owed;
    owed = 0;
    uncertainties.throttled(placed.throttled());
    close(now, edge.micros() + old, seen.plusUnattributed(notSeen + old), edge.uncertainty());
  }

  private long unseenPart(long micros, long length) {
    return length == 0 ? micros : Split.floorShare(micros, unseen, unseen + length);
  }

  private Split split(IntervalActivity now, PlacedEdge placed, long micros, boolean whole) {
    Edge edge = placed.edge();
    if (now.length() == 0) {
      return new Split(0, 0, 0, 0);
    }
    if (whole) {
      learning.learnBase(now, edge, micros, lastUncertainty);
    } else {
      learning.skip(now);
    }
    if (whole && now.busy() > 0) {
      learning.learnCalls(now, micros, lastUncertainty, edge.uncertainty());
    }
    long uncertainty = edge.uncertainty() + lastUncertainty + placed.squeezed();
    return rules.split().split(micros, now.length(), now.busy(), uncertainty, learning.base());
  }

  // ---- replay

  private IntervalActivity replay(long until) {
    IntervalActivity now = Objects.requireNonNull(load, "not open");
    CallEvent event = events.pollUntil(until);
    while (event != null) {
      lateEvents += event.time() < now.start() ? 1 : 0;
      apply(now, event);
      event = events.pollUntil(until);
    }
    now.advanceTo(until);
    return now;
  }

  private void apply(IntervalActivity now, CallEvent event) {
    now.advanceTo(event.time());
    DeviceShare share = event.share();
    if (share.isFinished()) {
      lateEvents++;
      return;
    }
    Segment before = share.segment();
    long weight = event.weight();
    if (before != null) {
      leave(now, before);
    }
    if (weight == CallEvent.FIRST_PIECE) {
      share.first();
      weight = before == null ? 0 : before.told;
    }
    if (weight > 0) {
      enter(now, share, weight);
    }
    if (event.last()) {
      share.finish();
      allocator.finishes(share);
    }
  }

  private void enter(IntervalActivity now, DeviceShare share, long weight) {
    ClassAccount calls = classes.of(share.calls, now.now());
    Segment segment = new Segment(share, calls, weight, closedIntervals, now.mark());
    now.enter(calls, segment.weight, segment.count);
    share.begin(segment, outageIntervals, uncertainties.outageMicros());
    allocator.begins(segment);
  }

  private void leave(IntervalActivity now, Segment segment) {
    segment.end(closedIntervals, now.mark());
    now.leave(segment.calls, segment.weight, segment.count);
    segment.share.end(segment);
    allocator.ends(segment);
  }

  // ---- the end of an interval

  private void close(IntervalActivity now, long micros, Split split, long uncertainty) {
    long requestsBefore = allocator.total(now);
    accounts.enter(micros, split);
    now.count();
    learning.measure(now);
    uncertainties.of(now, split, lastUncertainty, uncertainty, clock().timing());
    lastUncertainty = uncertainty;
    allocator.close(now, split, learning, uncertainties);
    long requests = allocator.total(now);
    intervals.accept(interval(now, micros, split, requests - requestsBefore, requests));
    allocator.settle(outageIntervals, uncertainties.outageMicros());
    closedIntervals++;
    now.nextInterval();
    classes.relateSizes(learning.model().power);
  }

  private SettledInterval interval(
      IntervalActivity now, long micros, Split split, long requests, long allRequests) {
    return new SettledInterval(
        now.start(),
        now.now(),
        now.busy(),
        micros,
        requests,
        split.idle(),
        split.unattributed(),
        accounts.residual(allRequests),
        SensorEstimates.of(learning.base(), clock().timing(), clock().throttledLately()));
  }
}
