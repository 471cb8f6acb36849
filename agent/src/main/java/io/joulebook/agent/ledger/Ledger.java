package io.joulebook.agent.ledger;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/**
 * The books of all devices of this JVM and of the calls that use them. A call that runs on several
 * devices has a share of each; it is settled once all of them are.
 *
 * <p>Not thread-safe. Events may come in any order as long as they come before the edge that closes
 * their interval; later ones are counted and applied at the interval's end.
 */
public final class Ledger {
  /**
   * The weight of a call in flight; classes of calls get weights of their own once they are learnt.
   */
  public static final long EQUAL_WEIGHT = 1;

  private final Map<String, DeviceLedger> devices = new HashMap<>();
  private final Map<Long, CallEntry> open = new HashMap<>();
  private final BiConsumer<String, SettledInterval> intervals;
  private final Consumer<SettledCall> calls;
  private final Consumer<CallEntry> whenSettled = this::settled;
  private long ended;

  /**
   * Opens empty books.
   *
   * @param intervals is given each interval of each device once, in order
   * @param calls is given each call once, when it is settled
   */
  public Ledger(BiConsumer<String, SettledInterval> intervals, Consumer<SettledCall> calls) {
    this.intervals = intervals;
    this.calls = calls;
  }

  /** The books of a device, opened when first asked for. */
  public DeviceLedger device(String id) {
    DeviceLedger known = devices.get(id);
    if (known == null) {
      known = new DeviceLedger(id, interval -> intervals.accept(id, interval));
      devices.put(id, known);
    }
    return known;
  }

  /**
   * A call begins on these devices (none if it runs where nothing is metered).
   *
   * @param weight its weight on each; 0 if it only holds them and uses them later
   */
  public void begin(long call, long at, List<String> onDevices, long weight) {
    CallEntry entry = new CallEntry(call, at, whenSettled);
    open.put(call, entry);
    for (String device : onDevices) {
      DeviceLedger books = device(device);
      books.weigh(entry.shareOf(books), at, weight);
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

  /** A call ends; a second end is ignored. */
  public void end(long call, long at, boolean failed) {
    CallEntry entry = open.remove(call);
    if (entry != null) {
      ended++;
      for (Share share : entry.shares()) {
        share.device.end(share, at);
      }
      entry.end(at, failed);
    }
  }

  /** The counter of a device was read for the first time, or for the first time after a reset. */
  public void openAt(String device, long at) {
    device(device).openAt(at);
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

  /** Events that came too late for their interval, on all devices. */
  public long lateEvents() {
    return devices.values().stream().mapToLong(DeviceLedger::lateEvents).sum();
  }

  private void settled(CallEntry entry) {
    ended--;
    calls.accept(entry.toSettled());
  }
}
