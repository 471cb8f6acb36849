package io.joulebook.agent.ledger;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The classes of calls of a device. At most 31 are told apart; one that has not run for longest
 * makes place for a new one, and while all are in flight the rest are one class together.
 */
final class CallClasses {
  private static final int LAST = ClassPower.SLOTS - 1;

  private final Map<CallClass, ClassAccount> known = new HashMap<>();
  private final ClassAccount[] slots = new ClassAccount[ClassPower.SLOTS];
  private final ClassAccount others = new ClassAccount(LAST, ActivityHistory.LAST_CLASS);
  private final Map<CallClass, Integer> channels = new HashMap<>();
  private final IntConsumer reused;
  private int used = ClassPower.BASE;

  /** No classes; {@code reused} is told of each slot that a new class takes over. */
  CallClasses(IntConsumer reused) {
    this.reused = reused;
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
    ClassAccount opened = new ClassAccount(slot, channel(calls));
    slots[slot] = opened;
    known.put(calls, opened);
    return opened;
  }

  private int freeSlot() {
    @Nullable ClassAccount oldest = null;
    for (int i = 1; i < LAST; i++) {
      ClassAccount account = slots[i];
      if (!account.present && (oldest == null || account.lastUsed < oldest.lastUsed)) {
        oldest = account;
      }
    }
    if (oldest == null) {
      return LAST;
    }
    ClassAccount gone = oldest;
    known.values().removeIf(account -> account == gone);
    reused.accept(gone.slot);
    return gone.slot;
  }

  /** The learned power of each channel of the history: of its class, or of its classes' mean. */
  double[] channelWatts(ClassPower power) {
    double[] watts = new double[ActivityHistory.CHANNELS];
    int[] counts = new int[ActivityHistory.CHANNELS];
    Arrays.stream(slots, 1, used + 1)
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
