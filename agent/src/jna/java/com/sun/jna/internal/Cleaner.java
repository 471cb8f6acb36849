package com.sun.jna.internal;

import java.lang.ref.PhantomReference;
import java.lang.ref.Reference;
import java.lang.ref.ReferenceQueue;
import java.util.HashSet;
import java.util.Set;

/**
 * Takes the place of JNA's class of this name in the agent's jar. JNA's keeps a thread alive for as
 * long as a library is loaded, which is for ever here; this one frees what has become unreachable
 * whenever something new is registered, and needs no thread. Thread-safe.
 */
public final class Cleaner {
  private static final Cleaner INSTANCE = new Cleaner();

  private final ReferenceQueue<Object> unreachable = new ReferenceQueue<>();
  private final Set<Registered> registered = new HashSet<>();

  private Cleaner() {}

  /** What JNA calls to free something early. */
  public interface Cleanable {
    /** Frees it, once. */
    void clean();
  }

  /** The only one. */
  public static Cleaner getCleaner() {
    return INSTANCE;
  }

  /** Runs the task once the object is unreachable, or when it is cleaned. */
  public Cleanable register(Object object, Runnable task) {
    for (Reference<?> gone = unreachable.poll(); gone != null; gone = unreachable.poll()) {
      ((Registered) gone).clean();
    }
    Registered entry = new Registered(object, task);
    synchronized (registered) {
      registered.add(entry);
    }
    return entry;
  }

  private final class Registered extends PhantomReference<Object> implements Cleanable {
    private final Runnable task;

    Registered(Object object, Runnable task) {
      super(object, unreachable);
      this.task = task;
    }

    @Override
    public void clean() {
      boolean first;
      synchronized (registered) {
        first = registered.remove(this);
      }
      if (first) {
        task.run();
      }
    }
  }
}
