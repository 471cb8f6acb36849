package io.joulebook.agent.core;

import io.joulebook.collector.Vitals;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * How the meter itself is doing. The ledger's thread writes; a scrape reads the latest, and only
 * then is the CPU clock asked for, so that nobody loads {@code java.management} before it is of
 * use.
 */
final class VitalSigns {
  private final Map<String, Long> powerErrors = new HashMap<>();
  private final List<Thread> threads = new CopyOnWriteArrayList<>();
  private long expired;
  private volatile Vitals latest = Vitals.NONE;

  VitalSigns() {
    threads.add(Thread.currentThread());
  }

  /** Counts this thread's CPU time too. */
  void watch(Thread thread) {
    threads.add(thread);
  }

  void powerError(String reason) {
    powerErrors.merge(reason, 1L, Long::sum);
  }

  /** Notes calls whose end was never seen. */
  void expired(int calls) {
    expired += calls;
  }

  void take(long unsettled, long lateEvents, Map<String, Boolean> hooks) {
    Map<String, Long> dropped =
        Map.of("ring_full", JoulebookBridge.dropped(), "late", lateEvents, "end_not_seen", expired);
    latest = new Vitals(unsettled, dropped, powerErrors, hooks, 0);
  }

  Vitals latest() {
    Vitals now = latest;
    return new Vitals(
        now.callsUnsettled(), now.spansDropped(), now.powerErrors(), now.hooks(), cpuNanos());
  }

  private long cpuNanos() {
    try {
      ThreadMXBean bean = ManagementFactory.getThreadMXBean();
      return threads.stream().mapToLong(t -> Math.max(0, bean.getThreadCpuTime(t.getId()))).sum();
    } catch (LinkageError | UnsupportedOperationException absent) {
      return 0;
    }
  }
}
