package io.joulebook.agent.ledger;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The classes of calls of a device. At most 31 are told apart; one that has not run for longest
 * makes place for a new one, and while all are in flight the rest are one class together.
 */
final class CallClasses {
  private static final int LAST = ClassPower.SLOTS - 1;

  private final Map<CallClass, ClassAccount> known = new HashMap<>();
  private final ClassAccount[] accounts = new ClassAccount[ClassPower.SLOTS];
  private final ClassAccount others =
      new ClassAccount(LAST, ActivityHistory.LAST_CLASS, 1, new ArrayList<>());
  private final Map<CallClass, Integer> channels = new HashMap<>();
  private final Slots slots;
  private int used = ClassPower.BASE;

  /** What is told of the places among the learned powers. */
  interface Slots {
    /** What is known of a class now may be of use for others. */
    void remember(CallClass calls, int slot);

    /** A class has a place from now on. */
    void opened(CallClass calls, int slot);

    /** It has made place for another. */
    void closed(CallClass calls, int slot);
  }

  /** No classes. */
  CallClasses(Slots slots) {
    this.slots = slots;
  }

  ClassAccount of(CallClass calls, long now) {
    ClassAccount account = known.get(calls);
    if (account == null) {
      account = open(calls);
    }
    account.lastUsed = now;
    return account;
  }

  /** The channel of the history of load that a class is in: the first seven have their own. */
  int channel(CallClass calls) {
    Integer known = channels.get(calls);
    if (known == null && channels.size() + 1 < ActivityHistory.LAST_CLASS) {
      known = channels.size() + ActivityHistory.FIRST_CLASS;
      channels.put(calls, known);
    }
    return known == null ? ActivityHistory.LAST_CLASS : known;
  }

  private ClassAccount open(CallClass calls) {
    int slot = used + 1 < LAST ? ++used : freeSlot();
    if (slot == LAST) {
      return others;
    }
    ClassAccount opened =
        new ClassAccount(slot, channel(calls), calls.typicalSize(), sizesOf(calls));
    accounts[slot] = opened;
    known.forEach((other, account) -> compare(calls, other, account));
    known.put(calls, opened);
    slots.opened(calls, slot);
    return opened;
  }

  private List<ClassAccount> sizesOf(CallClass calls) {
    for (Map.Entry<CallClass, ClassAccount> each : known.entrySet()) {
      if (each.getKey().isOtherSizeOf(calls)) {
        return each.getValue().sizes;
      }
    }
    return new ArrayList<>();
  }

  /** Learns how power grows with size, where a model's calls differ by it. */
  void relateSizes(ClassPower power) {
    known.values().forEach(account -> account.relateSizes(power));
  }

  private int freeSlot() {
    @Nullable ClassAccount oldest = null;
    for (int i = 1; i < LAST; i++) {
      ClassAccount account = accounts[i];
      if (!account.present && (oldest == null || account.lastUsed < oldest.lastUsed)) {
        oldest = account;
      }
    }
    if (oldest == null) {
      return LAST;
    }
    ClassAccount gone = oldest;
    known.entrySet().removeIf(entry -> isClosed(entry, gone));
    return gone.slot;
  }

  private void compare(CallClass calls, CallClass other, ClassAccount account) {
    if (other.isOtherSizeOf(calls)) {
      slots.remember(other, account.slot);
    }
  }

  private boolean isClosed(Map.Entry<CallClass, ClassAccount> entry, ClassAccount gone) {
    if (entry.getValue() == gone) {
      slots.closed(entry.getKey(), gone.slot);
      gone.sizes.remove(gone);
    }
    return entry.getValue() == gone;
  }

  /** The learned power of each channel of the history: of its class, or of its classes' mean. */
  double[] channelWatts(ClassPower power) {
    double[] watts = new double[ActivityHistory.CHANNELS];
    int[] counts = new int[ActivityHistory.CHANNELS];
    Arrays.stream(accounts, 1, used + 1)
        .forEach(
            account -> {
              watts[account.channel] += power.watts(account.slot);
              counts[account.channel]++;
            });
    for (int i = 0; i < watts.length; i++) {
      watts[i] /= Math.max(1, counts[i]);
    }
    return watts;
  }
}
