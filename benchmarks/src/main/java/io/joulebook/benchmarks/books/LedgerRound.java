package io.joulebook.benchmarks.books;

import com.sun.management.ThreadMXBean;
import io.joulebook.agent.ledger.CallClass;
import io.joulebook.agent.ledger.Edge;
import io.joulebook.agent.ledger.Ledger;
import java.lang.management.ManagementFactory;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/**
 * One ledger that settles many calls on one thread: two models in turn, eight calls in flight, each
 * of eight microseconds, and an edge every 100 ms, so that 100 000 calls share an interval.
 *
 * @param calls that were settled
 * @param cpuNanos of this thread
 * @param bytes allocated by it
 * @param residual the largest of any interval, in microjoules
 */
record LedgerRound(long calls, long cpuNanos, long bytes, long residual) {
  private static final int IN_FLIGHT = 8;
  private static final long STEP = 500;
  private static final long PERIOD = 100_000_000;
  private static final List<String> GPU = List.of("GPU-0");
  private static final CallClass[] MODELS = {
    CallClass.of("one", "run", 1), CallClass.of("two", "run", 1)
  };

  static LedgerRound run(long calls) {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long thread = Thread.currentThread().getId();
    long bytes = threads.getThreadAllocatedBytes(thread);
    long cpu = threads.getCurrentThreadCpuTime();
    Counted counted = new Counted();
    play(
        calls, new Ledger<>((gpu, i) -> counted.residual(i.residual()), call -> counted.settled++));
    return new LedgerRound(
        counted.settled,
        threads.getCurrentThreadCpuTime() - cpu,
        threads.getThreadAllocatedBytes(thread) - bytes,
        counted.residual);
  }

  private static final class Counted {
    long settled;
    long residual;

    void residual(long micros) {
      residual = Math.max(residual, Math.abs(micros));
    }
  }

  private static void play(long calls, Ledger<Long> ledger) {
    Random random = new Random(1);
    Deque<Long> open = new ArrayDeque<>();
    long now = 0;
    long edge = PERIOD;
    ledger.openAt(GPU.get(0), 0, 0);
    for (long call = 0; call < calls; ) {
      now += STEP;
      if (now > edge) {
        ledger.edge(GPU.get(0), new Edge(edge, 30_000_000 + random.nextInt(1_000_000), 500_000));
        edge += PERIOD;
      }
      if (open.size() == IN_FLIGHT) {
        ledger.end(open.remove(), now, false);
      } else {
        ledger.begin(
            call, call, now, GPU, Ledger.EQUAL_WEIGHT, MODELS[(int) (call % MODELS.length)], 1);
        open.add(call++);
      }
    }
    for (Long call : open) {
      ledger.end(call, now, false);
    }
    ledger.edge(GPU.get(0), new Edge(edge, 30_000_000, 500_000));
    ledger.outageUntil(GPU.get(0), edge + PERIOD);
  }

  String row() {
    return String.format(
        Locale.ROOT,
        " | %,d | %,.0f | %,.0f | %d |",
        calls,
        calls * 1e9 / cpuNanos,
        (double) bytes / calls,
        residual);
  }
}
