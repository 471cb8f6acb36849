package io.joulebook.agent.ledger;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The books of one device. */
/*
 * The idea. The device has one meter, and its reading changes only now and then: an edge. Between
 * two edges lies an interval with a known energy. What a call in flight gets of it cannot be
 * measured, only allocated, and the allocation must add up. So energy above base power is shared in
 * proportion to weight times time in flight, and base power by equal shares of each moment.
 *
 * The trick is to hand it out without visiting the calls. Each pool keeps a running total of energy
 * per unit of virtual time; a call's segment remembers where its begin lay, and its energy is the
 * difference between the running totals at its end and at its begin, times its weight. A ten-minute
 * stream costs two marks however many intervals and other calls pass by: a begin, an end, a change
 * of weight and a settlement are O(1) each (plus the queue that puts events in order, O(log n)).
 *
 * Edges are known late: the counter trails the device, and is polled. So events wait in a queue
 * until the edge behind them is known, and are then replayed in the order of their times.
 *
 * Exactness. Running totals are fixed-point numbers with 64 bits behind the point, rates are rounded
 * down, and what rounding leaves of an interval, its dust, goes into the next. So what is settled,
 * held by calls, accrued by open segments, and dust add up to what was handed out, to the last bit;
 * and receipts are differences of a rounded running total, so they add up too, to the microjoule once no call is open. The account
 * `requests` is that sum, taken from the calls' side; `idle` and `unattributed` have rules of their
 * own (Split), and `measured` is the sum of the edges. The residual compares them. It is not zero
 * by construction: a wrong rule, a lost segment or a double settlement shows in it.
 *
 * Blindness. Where no edge comes for too long (a hung driver, a lost GPU) the interval is cut with no
 * energy, so that calls settle, marked blind; when the counter goes on, what it counted over the
 * blind time is `unattributed`, for the calls of that time may have their receipts already.
 *
 * Cost: memory is bounded by the events since the last edge and the calls in flight.
 */
public final class DeviceLedger {
  private final String id;
  private final Consumer<SettledInterval> intervals;
  private final PriorityQueue<CallEvent> events = new PriorityQueue<>();
  private final Set<Segment> open = new LinkedHashSet<>();
  private final List<Segment> begun = new ArrayList<>();
  private final List<Segment> ended = new ArrayList<>();
  private final List<Share> finished = new ArrayList<>();
  private final Pool active = new Pool();
  private final Pool base = new Pool();
  private final BasePower basePower = new BasePower();
  private @Nullable VirtualTime time;
  private long order;
  private long unseen;
  private long lastDoubt;
  private long measured;
  private long idle;
  private long unattributed;
  private long lateEvents;
  private long closedIntervals;

  DeviceLedger(String id, Consumer<SettledInterval> intervals) {
    this.id = id;
    this.intervals = intervals;
  }

  /** The device's id. */
  public String id() {
    return id;
  }

  /** Events that came after the interval they belong to was closed; applied at its end. */
  public long lateEvents() {
    return lateEvents;
  }

  /** The end of the last interval; empty before the first reading. */
  public OptionalLong closedUntil() {
    return time == null ? OptionalLong.empty() : OptionalLong.of(time.start());
  }

  // ---- events

  void weigh(Share share, long at, long weight) {
    events.add(new CallEvent(at, order++, share, weight, false));
  }

  void end(Share share, long at) {
    events.add(new CallEvent(at, order++, share, 0, true));
  }

  // ---- edges

  /**
   * The counter's first reading, or its first after a reset: from here on it counts. What was used
   * before is not known, and the calls of that time are blind.
   */
  void openAt(long at) {
    if (time == null) {
      openFirst(at);
    } else {
      blindUntil(at);
      unseen = 0;
    }
  }

  private void openFirst(long at) {
    VirtualTime now = new VirtualTime(at);
    time = now;
    while (!events.isEmpty() && events.peek().time() <= at) {
      events.peek().share().markBlind();
      apply(now, events.poll());
    }
  }

  /** No energy is known up to this time, and none will be in time: calls that ended are settled. */
  void blindUntil(long at) {
    if (time == null) {
      openAt(at);
    }
    VirtualTime now = replay(at);
    unseen += now.length();
    open.forEach(segment -> segment.share.markBlind());
    begun.forEach(segment -> segment.share.markBlind());
    ended.forEach(segment -> segment.share.markBlind());
    finished.forEach(Share::markBlind);
    basePower.busyUntil(now.now());
    close(now, 0, new Split(0, 0, 0, 0), 0);
  }

  void edge(Edge edge) {
    if (time == null) {
      throw new IllegalStateException("device " + id + " has an edge before its first reading");
    }
    VirtualTime now = replay(edge.time());
    long notSeen = unseenPart(edge.micros(), now.length());
    unseen = 0;
    Split seen = split(now, edge.micros() - notSeen, edge.doubt() + lastDoubt);
    close(now, edge.micros(), seen.plusUnattributed(notSeen), edge.doubt());
    lastDoubt = edge.doubt();
  }

  private long unseenPart(long micros, long length) {
    return length == 0 ? micros : Split.floorShare(micros, unseen, unseen + length);
  }

  private Split split(VirtualTime now, long micros, long doubt) {
    if (now.length() == 0) {
      return new Split(0, 0, 0, 0);
    }
    if (now.busy() > 0 || now.inFlight() > 0) {
      basePower.busyUntil(now.now());
    } else {
      basePower.quiet(now.start(), now.length(), micros);
    }
    return Split.of(micros, now.length(), now.busy(), doubt, basePower.estimate());
  }

  // ---- replay

  private VirtualTime replay(long until) {
    VirtualTime now = Objects.requireNonNull(time, "not open");
    while (!events.isEmpty() && events.peek().time() <= until) {
      CallEvent event = events.poll();
      lateEvents += event.time() < now.start() ? 1 : 0;
      apply(now, event);
    }
    now.advanceTo(until);
    return now;
  }

  private void apply(VirtualTime now, CallEvent event) {
    now.advanceTo(event.time());
    Segment before = event.share().segment();
    if (before != null) {
      leave(now, before);
    }
    if (event.weight() > 0) {
      enter(now, event.share(), event.weight());
    }
    if (event.last()) {
      finished.add(event.share());
    }
  }

  private void enter(VirtualTime now, Share share, long weight) {
    Segment segment = new Segment(share, weight, now.mark());
    now.enter(weight);
    share.begin(segment, closedIntervals);
    begun.add(segment);
    open.add(segment);
  }

  private void leave(VirtualTime now, Segment segment) {
    segment.end = now.mark();
    now.leave(segment.weight);
    segment.share.end(closedIntervals);
    ended.add(segment);
    open.remove(segment);
  }

  // ---- the end of an interval

  private void close(VirtualTime now, long micros, Split split, long doubt) {
    long requestsBefore = requests();
    measured += micros;
    idle += split.idle();
    unattributed += split.unattributed();
    active.share(split.active(), now.weightTime());
    base.share(split.base(), now.baseSum());
    begun.forEach(this::begin);
    ended.forEach(this::end);
    addDoubt(now, micros, doubt);
    VirtualTime.Mark last = now.mark();
    active.endInterval(last.offset());
    base.endInterval(last.baseTime());
    intervals.accept(interval(now, micros, split, requests() - requestsBefore));
    settle();
    closedIntervals++;
    now.nextInterval();
  }

  private void begin(Segment segment) {
    segment.activeAtBegin = active.at(segment.begin.offset());
    segment.baseAtBegin = base.at(segment.begin.baseTime());
    active.begin(segment.weight, segment.activeAtBegin);
    base.begin(1, segment.baseAtBegin);
  }

  private void end(Segment segment) {
    Fixed activeAtEnd = active.at(segment.end.offset());
    Fixed baseAtEnd = base.at(segment.end.baseTime());
    segment.share.add(
        active.end(segment.weight, segment.activeAtBegin, activeAtEnd),
        base.end(1, segment.baseAtBegin, baseAtEnd));
  }

  // A call that begins or ends here is in doubt by what its share of the power is worth over the
  // time by which the edges may be off.
  private void addDoubt(VirtualTime now, long micros, long doubt) {
    if (now.weightTime() == 0 || now.length() == 0) {
      return;
    }
    double perWeightTime = (double) micros / now.length() * doubt / now.weightTime();
    for (Segment segment : ended) {
      segment.share.addDoubt(perWeightTime * segment.weight * segment.end.offset());
    }
    for (Segment segment : begun) {
      long rest = now.length() - segment.begin.offset();
      segment.share.addDoubt(perWeightTime * segment.weight * rest);
    }
  }

  private void settle() {
    begun.clear();
    ended.clear();
    for (Share share : finished) {
      share.settle(active.settle(share.active()), base.settle(share.base()));
    }
    finished.clear();
  }

  private SettledInterval interval(VirtualTime now, long micros, Split split, long requests) {
    long residual = measured - requests() - idle - unattributed;
    return new SettledInterval(
        now.start(),
        now.now(),
        micros,
        requests,
        split.idle(),
        split.unattributed(),
        residual,
        baseMilliwatts());
  }

  private long requests() {
    return active.total().plus(base.total()).whole();
  }

  private OptionalLong baseMilliwatts() {
    Optional<BasePower.Estimate> known = basePower.estimate();
    return known.isEmpty() ? OptionalLong.empty() : OptionalLong.of(known.get().milliwatts());
  }
}
