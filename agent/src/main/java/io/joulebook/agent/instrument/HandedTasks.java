package io.joulebook.agent.instrument;

import java.lang.ref.WeakReference;
import java.util.Set;
import java.util.concurrent.CompletableFuture.AsynchronousCompletionTask;
import java.util.concurrent.Delayed;
import java.util.concurrent.ForkJoinTask;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * The tasks that requests have handed to other threads, each with its origin. Tasks are held
 * weakly; where there is no room one stays without an origin. A task that is handed over again has
 * none any more, whoever does it: such objects are often loops that work for several requests. Used
 * on the host's threads: without locks.
 */
final class HandedTasks {
  static final int SLOTS = 4096;
  private static final String COROUTINES = "kotlinx.coroutines.";
  private static final int PROBES = 16;

  /** What runs there serves connections or queues, not the request that happened to start it. */
  private static final Set<String> LOOPS =
      Set.of(
          "java.lang.VirtualThread",
          "jdk.internal.",
          "sun.",
          "com.google.common.util.concurrent.SequentialExecutor",
          "com.google.common.util.concurrent.ListenerCallQueue",
          "com.zaxxer.hikari.",
          "io.grpc.",
          "io.netty.",
          "io.undertow.",
          "io.vertx.core.impl.TaskQueue",
          COROUTINES,
          "okhttp3.",
          "org.apache.coyote.",
          "org.apache.tomcat.",
          "org.eclipse.jetty.",
          "org.jboss.threads.",
          "org.xnio.",
          "reactor.netty.");

  private final AtomicReferenceArray<@Nullable Entry> slots = new AtomicReferenceArray<>(SLOTS);

  /** A task that was seen; without an origin it has been taken, or belongs to nobody known. */
  private static final class Entry extends WeakReference<Object> {
    private final @Nullable JoulebookBridge origin;

    Entry(Object task, @Nullable JoulebookBridge origin) {
      super(task);
      this.origin = origin;
    }

    boolean isReplaceable() {
      return origin == null || refersTo(null) || origin.isOver();
    }
  }

  /**
   * A task is handed over.
   *
   * @param handed {@code {task, what it does or null}}
   * @param origin what it belongs to; null if nothing is known
   */
  void put(Object[] handed, @Nullable JoulebookBridge origin) {
    Object task = handed[0];
    if (isLoop(handed[1] == null ? task : handed[1]) || task instanceof Delayed) {
      return;
    }
    int start = System.identityHashCode(task);
    int free = -1;
    for (int i = 0; i < PROBES; i++) {
      int at = start + i & SLOTS - 1;
      Entry there = slots.get(at);
      if (there != null && there.refersTo(task)) {
        meetAgain(at, there, task, origin);
        return;
      }
      free = free < 0 && (there == null || there.isReplaceable()) ? at : free;
    }
    if (free >= 0 && origin != null) {
      replace(free, slots.get(free), new Entry(task, origin));
    }
  }

  // What submits a task may be several layers, of which each is woven. What is made for one run
  // belongs to who made it, whoever submits it. A task that forks may fork itself.
  private void meetAgain(int at, Entry there, Object task, @Nullable JoulebookBridge origin) {
    boolean forOneRun = task instanceof FutureTask || task instanceof AsynchronousCompletionTask;
    if (there.origin == null && task instanceof ForkJoinTask && origin != null) {
      replace(at, there, new Entry(task, origin));
    } else if (there.origin != null && there.origin != origin && !forOneRun) {
      replace(at, there, new Entry(task, null));
    }
  }

  private static boolean isLoop(Object work) {
    String name = work.getClass().getName();
    for (String loop : LOOPS) {
      if (name.startsWith(loop)) {
        return !(work instanceof Thread);
      }
    }
    return false;
  }

  // It is suspended and goes on, and belongs to who has made it.
  private static boolean isCoroutine(Object task) {
    return task.getClass().getName().startsWith(COROUTINES);
  }

  /**
   * The origin of a task that a thread begins to run, the first time; else null. Of a coroutine
   * each time.
   */
  @Nullable JoulebookBridge take(Object task) {
    int start = System.identityHashCode(task);
    for (int i = 0; i < PROBES; i++) {
      int at = start + i & SLOTS - 1;
      Entry there = slots.get(at);
      if (there != null && there.refersTo(task)) {
        boolean taken = isCoroutine(task) || replace(at, there, new Entry(task, null));
        return taken ? there.origin : null;
      }
    }
    return null;
  }

  /** Loads what the host's threads would load. */
  void warmUp() {
    Object task = new Object();
    slots.set(System.identityHashCode(task) & SLOTS - 1, new Entry(task, null));
    put(new Object[] {task, null}, null);
    take(task);
    sweep();
  }

  /** Forgets tasks that are gone, and those whose request is over; to be called now and then. */
  void sweep() {
    for (int at = 0; at < SLOTS; at++) {
      Entry there = slots.get(at);
      if (there != null
          && (there.refersTo(null) || (there.origin != null && there.origin.isOver()))) {
        replace(at, there, null);
      }
    }
  }

  private boolean replace(int at, @Nullable Entry there, @Nullable Entry entry) {
    if (!slots.compareAndSet(at, there, entry)) {
      return false;
    }
    int more = count(entry) - count(there);
    if (more != 0) {
      JoulebookBridge.handed(more);
    }
    return true;
  }

  private static int count(@Nullable Entry entry) {
    return entry != null && entry.origin != null ? 1 : 0;
  }
}
