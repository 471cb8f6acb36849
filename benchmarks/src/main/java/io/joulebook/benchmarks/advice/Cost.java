package io.joulebook.benchmarks.advice;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.infra.ThreadParams;

/**
 * What a calling thread pays: its own CPU clock and its own allocations, read around each burst of
 * calls and around nothing else.
 */
@State(Scope.Thread)
@AuxCounters(AuxCounters.Type.EVENTS)
public class Cost {
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  // Read by the harness, which wants public fields.
  public long cpuNanos;
  public long wallNanos;
  public long bytes;
  public long calls;
  public long folded;
  public long agentNanos;

  private long cpuAtStart;
  private long wallAtStart;
  private long bytesAtStart;
  private long foldedAtStart;
  private long agentAtStart;
  private boolean first;

  /** What is the agent's, not a thread's, is kept by the first one. */
  @Setup(Level.Iteration)
  public void startIteration(ThreadParams thread) {
    first = thread.getThreadIndex() == 0;
    foldedAtStart = Bridge.folded();
    agentAtStart = agentNanosSoFar();
  }

  @TearDown(Level.Iteration)
  public void endIteration() {
    folded = first ? Bridge.folded() - foldedAtStart : 0;
    agentNanos = first ? agentNanosSoFar() - agentAtStart : 0;
  }

  private static long agentNanosSoFar() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().startsWith("joulebook-"))
        .mapToLong(thread -> THREADS.getThreadCpuTime(thread.getId()))
        .sum();
  }

  void begin() {
    bytesAtStart = THREADS.getCurrentThreadAllocatedBytes();
    wallAtStart = System.nanoTime();
    cpuAtStart = THREADS.getCurrentThreadCpuTime();
  }

  void end(int made) {
    cpuNanos += THREADS.getCurrentThreadCpuTime() - cpuAtStart;
    wallNanos += System.nanoTime() - wallAtStart;
    bytes += THREADS.getCurrentThreadAllocatedBytes() - bytesAtStart;
    calls += made;
  }

  /** Leaves the agent the time to read what has been noted. */
  void pause(int millis) {
    if (millis > 0) {
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(millis));
    }
  }
}
