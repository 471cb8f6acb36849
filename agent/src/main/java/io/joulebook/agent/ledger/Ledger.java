package io.joulebook.agent.ledger;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The books of all devices of this JVM and of the calls that use them. A call that runs on several
 * devices has a share of each; it is settled once all of them are.
 *
 * <p>Not thread-safe. Events may come in any order as long as they come before the edge that closes
 * their interval; later ones are counted and applied at the interval's end. An end may come before
 * its begin. What is attached to a call at its begin comes back when it is settled.
 *
 * @param <A> what is attached to calls
 */
public final class Ledger<A> {
  /** The weight of a call in flight, as far as only its size tells it from others of its class. */
  public static final long EQUAL_WEIGHT = 1;

  /** Ends whose begin has not come yet; more are forgotten, the oldest first, and counted late. */
  private static final int EARLY_ENDS_AT_MOST = 1024;

  private final Map<String, DeviceLedger> devices = new HashMap<>();

  /** Calls that are not settled yet, the oldest first. */
  private final Map<Long, CallEntry<A>> unsettled = new LinkedHashMap<>();

  private final Map<Long, EarlyEnd> earlyEnds = new LinkedHashMap<>();
  private final BiConsumer<String, SettledInterval> intervals;
  private final Consumer<SettledCall<A>> calls;
  private final Supplier<Rules> rules;
  private final Consumer<CallEntry<A>> whenSettled = this::settled;
  private long ended;
  private long strayEnds;
  private boolean atWork;

  private record EarlyEnd(long at, boolean failed) {}

  /**
   * Opens empty books.
   *
   * @param intervals is given each interval of each device once, in order
   * @param calls is given each call once, when it is settled
   */
  public Ledger(BiConsumer<String, SettledInterval> intervals, Consumer<SettledCall<A>> calls) {
    this(intervals, calls, Rules::sound);
  }

  Ledger(
      BiConsumer<String, SettledInterval> intervals,
      Consumer<SettledCall<A>> calls,
      Supplier<Rules> rules) {
    this.intervals = intervals;
    this.calls = calls;
    this.rules = rules;
  }

  /** The books of a device, opened when first asked for. */
  public DeviceLedger device(String id) {
    DeviceLedger known = devices.get(id);
    if (known == null) {
      known = new DeviceLedger(id, interval -> intervals.accept(id, interval), rules);
      devices.put(id, known);
    }
    return known;
  }

  /**
   * A call begins on these devices (none if it runs where nothing is metered).
   *
   * @param call its number
   * @param attachment what comes back with it when it is settled
   * @param weight its weight on each device; 0 if it only holds them and uses them later
   * @param alike the calls that are taken to draw as it does
   * @param size its items or tokens, by which calls of a class differ
   */
  public void begin(
      long call,
      A attachment,
      long at,
      List<String> onDevices,
      long weight,
      CallClass alike,
      long size) {
    CallEntry<A> entry = new CallEntry<>(call, attachment, at, whenSettled, alike, (double) size);
    begin(entry, onDevices, weight, false);
  }

  /**
   * Calls of one class that cannot be told apart are in flight from now on, as many as the weight
   * says: {@link #weigh} tells when their number changes, {@link #end} when they are to be settled,
   * all in one.
   */
  public void beginGroup(
      long group, A attachment, long at, List<String> onDevices, long count, CallClass alike) {
    double size = alike.typicalSize();
    begin(new CallEntry<>(group, attachment, at, whenSettled, alike, size), onDevices, count, true);
  }

  private void begin(CallEntry<A> entry, List<String> onDevices, long weight, boolean isGroup) {
    start();
    long at = entry.begin();
    unsettled.put(entry.number(), entry);
    for (String device : onDevices) {
      DeviceLedger books = device(device);
      books.weigh(entry.shareOf(books, isGroup), at, weight);
    }
    EarlyEnd early = earlyEnds.isEmpty() ? null : earlyEnds.remove(entry.number());
    if (early != null) {
      end(entry, Math.max(at, early.at), early.failed);
    }
    atWork = false;
  }

  /** Books that an operation left half done, for it threw, are begun anew before the next. */
  private void start() {
    if (atWork) {
      devices.values().stream().filter(DeviceLedger::isTorn).forEach(DeviceLedger::renew);
      List.copyOf(unsettled.values()).forEach(CallEntry::beginAnew);
    }
    atWork = true;
  }

  /** What is attached to a call that has begun and is not settled yet; null if there is none. */
  public @Nullable A attachment(long call) {
    CallEntry<A> entry = unsettled.get(call);
    return entry == null ? null : entry.attachment();
  }

  /** A call's weight changes on all its devices; 0 pauses it. Unknown calls are ignored. */
  public void weigh(long call, long at, long weight) {
    start();
    CallEntry<A> entry = unsettled.get(call);
    if (entry != null && !entry.isEnded()) {
      for (DeviceShare share : entry.shares()) {
        share.device.weigh(share, at, weight);
      }
    }
    atWork = false;
  }

  /**
   * A call's answer has its first piece: what it uses from now on is told apart from what it used
   * before. Unknown calls are ignored.
   */
  public void firstPiece(long call, long at) {
    start();
    CallEntry<A> entry = unsettled.get(call);
    if (entry != null && !entry.isEnded()) {
      entry.shares().forEach(share -> share.device.first(share, at));
    }
    atWork = false;
  }

  /** The true end of a call was not seen: what is told as its end may be long after it. */
  public void endIsUnseen(long call) {
    CallEntry<A> entry = unsettled.get(call);
    if (entry != null) {
      entry.markExpired();
    }
  }

  /** A call ends. If it has not begun it will end when it does; a second end is ignored. */
  public void end(long call, long at, boolean failed) {
    start();
    CallEntry<A> entry = unsettled.get(call);
    if (entry == null) {
      keepEarly(call, new EarlyEnd(at, failed));
    } else if (!entry.isEnded()) {
      end(entry, at, failed);
    }
    atWork = false;
  }

  private void end(CallEntry<A> entry, long at, boolean failed) {
    ended++;
    entry.end(at, failed);
    endFrom(entry, 0, at);
  }

  // A device that fails costs no other the end of the call.
  private static void endFrom(CallEntry<?> entry, int share, long at) {
    if (share < entry.shares().size()) {
      try {
        DeviceShare its = entry.shares().get(share);
        its.device.end(its, at);
      } finally {
        endFrom(entry, share + 1, at);
      }
    }
  }

  private void keepEarly(long call, EarlyEnd early) {
    earlyEnds.put(call, early);
    if (earlyEnds.size() > EARLY_ENDS_AT_MOST) {
      Iterator<Long> oldest = earlyEnds.keySet().iterator();
      oldest.next();
      oldest.remove();
      strayEnds++;
    }
  }

  /**
   * Ends the calls that began before a time and have not ended: their end was lost.
   *
   * @return how many there were
   */
  public int expire(long begunBefore, long at) {
    start();
    List<CallEntry<A>> expired = new ArrayList<>();
    for (CallEntry<A> entry : unsettled.values()) {
      if (entry.begin() - begunBefore >= 0) {
        break;
      }
      if (!entry.isEnded()) {
        expired.add(entry);
      }
    }
    for (CallEntry<A> entry : expired) {
      entry.markExpired();
      end(entry, at, true);
    }
    atWork = false;
    return expired.size();
  }

  /**
   * The counter of a device was read for the first time, or for the first time after a reset.
   *
   * @param uncertainty half the width of the range in which the tick lies, in nanoseconds
   */
  public void openAt(String device, long tick, long uncertainty) {
    start();
    device(device).openAt(tick, uncertainty);
    atWork = false;
  }

  /** The counter of a device has changed. */
  public void edge(String device, Edge edge) {
    start();
    device(device).edge(edge);
    atWork = false;
  }

  /** No reading of a device up to this time will come in time. */
  public void outageUntil(String device, long at) {
    start();
    device(device).outageUntil(at);
    atWork = false;
  }

  /** Calls that have ended and wait for the edge behind their end; some 700 bytes each. */
  public long waiting() {
    return ended;
  }

  /** Calls begun and not settled yet. */
  public long unsettled() {
    return unsettled.size();
  }

  /** Events that came too late for their interval, or never met their begin, on all devices. */
  public long lateEvents() {
    return strayEnds + devices.values().stream().mapToLong(DeviceLedger::lateEvents).sum();
  }

  private void settled(CallEntry<A> entry) {
    SettledCall<A> call = entry.toSettled();
    if (unsettled.remove(entry.number()) != null) {
      ended--;
      calls.accept(call);
    }
  }
}
