package io.joulebook.agent.core;

import io.joulebook.collector.Vitals;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** How the meter itself is doing. The ledger's thread writes, scrapes read the latest. */
final class VitalSigns {
  private final Map<String, Long> powerErrors = new HashMap<>();
  private final List<Thread> threads = new ArrayList<>();
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

  void take(long unsettled, long lateEvents, Map<String, Boolean> hooks) {
    Map<String, Long> dropped = Map.of("ring_full", JoulebookBridge.dropped(), "late", lateEvents);
    latest = new Vitals(unsettled, dropped, powerErrors, hooks, cpuNanos());
  }

  Vitals latest() {
    return latest;
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
