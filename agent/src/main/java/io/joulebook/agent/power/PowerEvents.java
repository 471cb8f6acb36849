package io.joulebook.agent.power;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * What the meter's thread has found and the ledger's has not taken yet. It is bounded. A device of
 * which something was left out begins anew, so that what it counted meanwhile is not made of
 * nothing.
 */
final class PowerEvents {
  /** Some 100 bytes each. */
  private static final int AT_MOST = 65_536;

  private final ConcurrentLinkedQueue<PowerEvent> events = new ConcurrentLinkedQueue<>();
  private final AtomicInteger waiting = new AtomicInteger();
  private final Set<String> cutOff = new HashSet<>();

  /** For the meter's thread. */
  void add(PowerEvent event) {
    if (waiting.get() >= AT_MOST) {
      cutOff.add(event.device());
    } else if (!cutOff.isEmpty()
        && event instanceof PowerEvent.Changed changed
        && cutOff.remove(event.device())) {
      append(
          new PowerEvent.Opened(
              event.device(), changed.edge().time(), changed.edge().uncertainty()));
    } else {
      append(event);
    }
  }

  private void append(PowerEvent event) {
    waiting.incrementAndGet();
    events.add(event);
  }

  /** Takes all; for the ledger's thread. */
  List<PowerEvent> drain() {
    List<PowerEvent> drained = Sampler.drain(events);
    waiting.addAndGet(-drained.size());
    return drained;
  }
}
