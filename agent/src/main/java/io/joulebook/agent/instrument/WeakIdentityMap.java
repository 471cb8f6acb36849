package io.joulebook.agent.instrument;

import java.lang.ref.Reference;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Remembers things about the host's objects without keeping them alive. Thread-safe. */
public final class WeakIdentityMap<V> {
  private final Map<Key, V> values = new HashMap<>();
  private final ReferenceQueue<Object> gone = new ReferenceQueue<>();
  private final Consumer<V> whenGone;

  /** Forgets the value of a key that nobody else has any more. */
  public WeakIdentityMap() {
    this(value -> {});
  }

  /**
   * The same, and the value is told.
   *
   * @param whenGone is given values whose key is gone, under the map's lock
   */
  WeakIdentityMap(Consumer<V> whenGone) {
    this.whenGone = whenGone;
  }

  /** Remembers a value. */
  public synchronized void put(Object key, V value) {
    expunge();
    values.put(new Key(key, gone), value);
  }

  /** Remembers a value unless there is one; returns what is remembered then. */
  synchronized V putIfAbsent(Object key, V value) {
    V known = get(key);
    if (known == null) {
      put(key, value);
    }
    return known == null ? value : known;
  }

  /** Whether nothing was remembered of the key before; {@code value} is from now on. */
  synchronized boolean isNew(Object key, V value) {
    boolean isNew = get(key) == null;
    if (isNew) {
      put(key, value);
    }
    return isNew;
  }

  /** What is remembered, or null. */
  public synchronized @Nullable V get(Object key) {
    return values.get(new Key(key, null));
  }

  synchronized void remove(Object key) {
    values.remove(new Key(key, null));
  }

  synchronized int size() {
    expunge();
    return values.size();
  }

  private void expunge() {
    for (Reference<?> key = gone.poll(); key != null; key = gone.poll()) {
      V value = values.remove(key);
      if (value != null) {
        whenGone.accept(value);
      }
    }
  }

  private static final class Key extends WeakReference<Object> {
    private final int hash;

    Key(Object key, @Nullable ReferenceQueue<Object> gone) {
      super(key, gone);
      hash = System.identityHashCode(key);
    }

    @Override
    public int hashCode() {
      return hash;
    }

    @Override
    @SuppressWarnings("ReferenceEquality") // identity is the point
    public boolean equals(@Nullable Object other) {
      if (this == other) {
        return true;
      }
      Object mine = get();
      return mine != null && other instanceof Key key && key.get() == mine;
    }
  }
}
