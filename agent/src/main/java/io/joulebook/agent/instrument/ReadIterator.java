package io.joulebook.agent.instrument;

import java.util.Iterator;

/** An iterator that tells how it is read. */
final class ReadIterator<T> implements Iterator<T> {
  private final Iterator<T> of;
  private final Reading reading;

  ReadIterator(Iterator<T> of, Reading reading) {
    this.of = of;
    this.reading = reading;
  }

  @Override
  public boolean hasNext() {
    boolean failed = true;
    boolean more = false;
    try {
      more = of.hasNext();
      failed = false;
    } finally {
      if (!more) {
        reading.ends(failed);
      }
    }
    return more;
  }

  @Override
  public T next() {
    boolean failed = true;
    try {
      T next = of.next();
      failed = false;
      return next;
    } finally {
      if (failed) {
        reading.ends(true);
      } else {
        reading.goesOn();
      }
    }
  }

  @Override
  public void remove() {
    of.remove();
  }
}
