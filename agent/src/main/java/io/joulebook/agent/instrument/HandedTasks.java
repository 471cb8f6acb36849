package io.joulebook.agent.instrument;

import java.lang.ref.WeakReference;
import java.util.List;
import java.util.Objects;
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

  /** A task of these that hands over one of its own class does so for its own request. */
  private static final List<String> NO_QUEUES =
      List.of(
          COROUTINES,
          "com.google.common.util.concurrent.TrustedListenableFutureTask",
          "io.vertx.",
          "org.springframework.aop.",
          "reactor.");

  private final AtomicReferenceArray<@Nullable Entry> slots = new AtomicReferenceArray<>(SLOTS);

  /** A task that was seen; without an origin it has been taken, or belongs to nobody known. */
  private static final class Entry extends WeakReference<Object> {
    private final @Nullable JoulebookBridge origin;
    private final @Nullable Object kind;
    private final boolean taken;
    private final boolean once;

    Entry(Object task, @Nullable JoulebookBridge origin, @Nullable Object kind, boolean taken) {
      super(task);
      this.origin = origin;
      this.kind = kind;
      this.taken = taken;
      once = task instanceof FutureTask || task instanceof ForkJoinTask || task instanceof Thread;
    }

    static Entry ofNobody(Object task) {
      return new Entry(task, null, null, false);
    }

    static Entry ofTaken(Object task) {
      return new Entry(task, null, null, true);
    }

    // What may be handed over again must still be known then.
    boolean isReplaceable() {
      return refersTo(null) || (origin == null ? once : origin.isOver());
    }
  }

  /**
   * A task is handed over.
   *
   * @param handed {@code {task, what it does or null, what the task is that hands it over or null}}
   * @param origin what it belongs to; null if nothing is known
   */
  void put(@Nullable Object[] handed, @Nullable JoulebookBridge origin) {
    Object task = Objects.requireNonNull(handed[0]);
    Object work = handed[1];
    if (isLoop(work == null ? task : work) || task instanceof Delayed || isMade(task, work)) {
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
      replace(free, slots.get(free), entry(task, work, handed[2], origin));
    }
  }

  // It belongs to who has made it, and that was seen.
  private static boolean isMade(Object task, @Nullable Object work) {
    return work == null
        && (task instanceof FutureTask || task instanceof AsynchronousCompletionTask);
  }

  // One that hands over its like may be a queue's, and the next one another request's.
  private static Entry entry(
      Object task, @Nullable Object work, @Nullable Object within, JoulebookBridge origin) {
    Object kind = kind(task, work);
    return kind != null && kind.equals(within)
        ? Entry.ofNobody(task)
        : new Entry(task, origin, kind, false);
  }

  // The class of what a task does, by its hash; null where one that hands over its like is no
  // queue.
  private static @Nullable Object kind(Object task, @Nullable Object work) {
    Object does = work == null ? task : work;
    boolean isForOneRun =
        work == null
            ? task instanceof Thread || task instanceof ForkJoinTask
            : work == task || work instanceof FutureTask;
    return isForOneRun || isNoQueue(task) || isNoQueue(does)
        ? null
        : (Object) System.identityHashCode(does.getClass());
  }

  private static boolean isNoQueue(Object task) {
    String name = task.getClass().getName();
    for (String each : NO_QUEUES) {
      if (name.startsWith(each)) {
        return true;
      }
    }
    return false;
  }

  // What submits a task may be several layers, of which each is woven. A task that forks may fork
  // itself.
  private void meetAgain(int at, Entry there, Object task, @Nullable JoulebookBridge origin) {
    if (there.origin == null && there.taken && task instanceof ForkJoinTask && origin != null) {
      replace(at, there, new Entry(task, origin, null, false));
    } else if (there.origin != null && there.origin != origin) {
      replace(at, there, Entry.ofNobody(task));
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
   * The origin of a task that a thread begins to run, and what the task is, the first time; else
   * null. Of a coroutine each time.
   */
  @Nullable Object @Nullable [] take(Object task) {
    int start = System.identityHashCode(task);
    for (int i = 0; i < PROBES; i++) {
      int at = start + i & SLOTS - 1;
      Entry there = slots.get(at);
      if (there != null && there.refersTo(task)) {
        boolean taken =
            there.origin != null && (isCoroutine(task) || replace(at, there, Entry.ofTaken(task)));
        return taken ? new @Nullable Object[] {there.origin, there.kind} : null;
      }
    }
    return null;
  }

  /** Loads what the host's threads would load. */
  void warmUp() {
    Object task = new Object();
    slots.set(System.identityHashCode(task) & SLOTS - 1, Entry.ofTaken(task));
    put(new @Nullable Object[] {task, null, null}, null);
    kind(task, null);
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
