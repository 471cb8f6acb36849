package io.joulebook.agent.ledger;

import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * The books of all devices of this JVM and of the calls that use them. A call that runs on several
 * devices has a share of each; it is settled once all of them are.
 *
 * <p>Not thread-safe. Events may come in any order as long as they come before the edge that closes
 * their interval; later ones are counted and applied at the interval's end. An end may come before
 * its begin.
 */
public final class Ledger {
  /** The weight of a call in flight, as far as nothing tells it from others of its class. */
  public static final long EQUAL_WEIGHT = 1;

  /** Ends whose begin has not come yet; more are forgotten, the oldest first, and counted late. */
  private static final int EARLY_ENDS_AT_MOST = 1024;

  private final Map<String, DeviceLedger> devices = new HashMap<>();
  private final Map<Long, CallEntry> open = new LinkedHashMap<>();
  private final Map<Long, EarlyEnd> earlyEnds = new LinkedHashMap<>();
  private final BiConsumer<String, SettledInterval> intervals;
  private final Consumer<SettledCall> calls;
  private final Supplier<Rules> rules;
  private final Consumer<CallEntry> whenSettled = this::settled;
  private long ended;
  private long strayEnds;

  private record EarlyEnd(long at, boolean failed) {}

  /**
   * Opens empty books.
   *
   * @param intervals is given each interval of each device once, in order
   * @param calls is given each call once, when it is settled
   */
  public Ledger(BiConsumer<String, SettledInterval> intervals, Consumer<SettledCall> calls) {
    this(intervals, calls, Rules::sound);
  }

  Ledger(
      BiConsumer<String, SettledInterval> intervals,
      Consumer<SettledCall> calls,
      Supplier<Rules> rules) {
    this.intervals = intervals;
    this.calls = calls;
    this.rules = rules;
  }

  /** The books of a device, opened when first asked for. */
  public DeviceLedger device(String id) {
    DeviceLedger known = devices.get(id);
    if (known == null) {
      known = new DeviceLedger(id, interval -> intervals.accept(id, interval), rules.get());
      devices.put(id, known);
    }
    return known;
  }

  /**
   * A call begins on these devices (none if it runs where nothing is metered).
   *
   * @param weight its weight on each; 0 if it only holds them and uses them later
   * @param alike the calls that are taken to draw as it does
   */
  public void begin(long call, long at, List<String> onDevices, long weight, CallClass alike) {
    CallEntry entry = new CallEntry(call, at, whenSettled);
    open.put(call, entry);
    for (String device : onDevices) {
      DeviceLedger books = device(device);
      books.weigh(entry.shareOf(books, alike), at, weight);
    }
    if (!earlyEnds.isEmpty()) {
      EarlyEnd early = earlyEnds.remove(call);
      if (early != null) {
        end(call, Math.max(at, early.at), early.failed);
      }
    }
  }

  /** A call's weight changes on all its devices; 0 pauses it. Unknown calls are ignored. */
  public void weigh(long call, long at, long weight) {
    CallEntry entry = open.get(call);
    if (entry != null) {
      for (Share share : entry.shares()) {
        share.device.weigh(share, at, weight);
      }
    }
  }

  /** A call ends. If it has not begun it will end when it does; a second end is ignored. */
  public void end(long call, long at, boolean failed) {
    CallEntry entry = open.remove(call);
    if (entry == null) {
      keepEarly(call, new EarlyEnd(at, failed));
    } else {
      end(entry, at, failed);
    }
  }

  private void end(CallEntry entry, long at, boolean failed) {
    ended++;
    for (Share share : entry.shares()) {
      share.device.end(share, at);
    }
    entry.end(at, failed);
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
    int expired = 0;
    Iterator<CallEntry> oldest = open.values().iterator();
    while (oldest.hasNext()) {
      CallEntry entry = oldest.next();
      if (entry.begin() - begunBefore >= 0) {
        return expired;
      }
      oldest.remove();
      entry.markExpired();
      end(entry, at, true);
      expired++;
    }
    return expired;
  }

  /** The counter of a device was read for the first time, or for the first time after a reset. */
  public void openAt(String device, long tick) {
    device(device).openAt(tick);
  }

  /** The counter of a device has changed. */
  public void edge(String device, Edge edge) {
    device(device).edge(edge);
  }

  /** No reading of a device up to this time will come in time. */
  public void blindUntil(String device, long at) {
    device(device).blindUntil(at);
  }

  /** Calls begun and not settled yet. */
  public long unsettled() {
    return open.size() + ended;
  }

  /** Events that came too late for their interval, or never met their begin, on all devices. */
  public long lateEvents() {
    return strayEnds + devices.values().stream().mapToLong(DeviceLedger::lateEvents).sum();
  }

  private void settled(CallEntry entry) {
    ended--;
    calls.accept(entry.toSettled());
  }
}
