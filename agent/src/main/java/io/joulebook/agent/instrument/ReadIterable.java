package io.joulebook.agent.instrument;

import java.util.Iterator;

/** What iterates when it is asked to; the first time counts. */
record ReadIterable<T>(Iterable<T> of, Reading reading) implements Iterable<T> {
  @Override
  public Iterator<T> iterator() {
    return new ReadIterator<>(of.iterator(), reading);
  }

  @Override
  public boolean equals(Object other) {
    return this == other;
  }

  @Override
  public int hashCode() {
    return System.identityHashCode(this);
  }

  @Override
  public String toString() {
    return of.toString();
  }
}
