package io.joulebook.agent.runtime;

import org.jspecify.annotations.Nullable;

/**
 * Notes failures that no next turn mends: a class whose static initialiser ran out of memory or of
 * stack cannot be used any more, and a class of the host that was to be woven then is not. Only a
 * new core in a new class loader mends them. Thread-safe.
 */
final class UnusableClasses {
  private static final String UNUSABLE = "Could not initialize class";

  private volatile @Nullable Error failure;

  /** Looks at a failure of whatever part of the agent. */
  void note(Throwable seen) {
    for (Throwable t = seen; t != null; t = t.getCause()) {
      if (t instanceof NoClassDefFoundError unusable && isLeftByFullHeap(unusable)) {
        failure = unusable;
      }
    }
  }

  /** A class of the host is not woven, and will not be loaded a second time. */
  void noteUnwoven(Error why) {
    failure = why;
  }

  // Where the JVM had the memory for it, the cause names what the initialiser threw, in words.
  private static boolean isLeftByFullHeap(NoClassDefFoundError unusable) {
    Throwable why = unusable.getCause();
    String text = why == null ? "" : String.valueOf(why.getMessage());
    return String.valueOf(unusable.getMessage()).contains(UNUSABLE)
        && (text.isEmpty()
            || text.contains("OutOfMemoryError")
            || text.contains("StackOverflowError")
            || text.contains("NoClassDefFoundError"));
  }

  /** Throws what was noted, if anything was: the core is to end. */
  void check() {
    Error noted = failure;
    if (noted != null) {
      throw noted;
    }
  }
}
