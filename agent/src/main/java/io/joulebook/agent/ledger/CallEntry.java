package io.joulebook.agent.ledger;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * A call from its begin to its settlement.
 *
 * @param <A> what was attached to it at its begin
 */
final class CallEntry<A> {
  private final long number;
  private final A attachment;
  private final long begin;
  private final Consumer<CallEntry<A>> whenSettled;
  private final CallClass alike;
  private final double size;
  private final List<DeviceShare> shares = new ArrayList<>(1);
  private long end;
  private boolean ended;
  private boolean failed;
  private boolean expired;
  private int unsettled;

  CallEntry(
      long number,
      A attachment,
      long begin,
      Consumer<CallEntry<A>> whenSettled,
      CallClass alike,
      double size) {
    this.number = number;
    this.attachment = attachment;
    this.begin = begin;
    this.whenSettled = whenSettled;
    this.alike = alike;
    this.size = size;
  }

  DeviceShare shareOf(DeviceLedger device, boolean group) {
    DeviceShare share = new DeviceShare(this, device, alike, size, group);
    shares.add(share);
    unsettled++;
    return share;
  }

  /** The books of some devices were begun anew: what was to come of the old ones does not come. */
  void beginAnew() {
    for (DeviceShare share : shares) {
      if (share.isOutdated()) {
        share.beginAnew();
        if (ended) {
          share.settle(0, 0, 0, 0);
        } else {
          share.device.weigh(share, begin, share.told);
        }
      }
    }
    settleIfDone();
  }

  boolean isEnded() {
    return ended;
  }

  List<DeviceShare> shares() {
    return shares;
  }

  void end(long time, boolean failed) {
    end = time;
    ended = true;
    this.failed = failed;
    settleIfDone();
  }

  long number() {
    return number;
  }

  A attachment() {
    return attachment;
  }

  long begin() {
    return begin;
  }

  /** Its end was never seen. */
  void markExpired() {
    expired = true;
  }

  void shareSettled() {
    unsettled--;
    settleIfDone();
  }

  private void settleIfDone() {
    if (ended && unsettled == 0) {
      whenSettled.accept(this);
    }
  }

  SettledCall<A> toSettled() {
    SettledShare[] settled = new SettledShare[shares.size()];
    for (int i = 0; i < settled.length; i++) {
      settled[i] = shares.get(i).toSettled();
    }
    return new SettledCall<>(attachment, begin, end, failed, expired, List.of(settled));
  }
}
