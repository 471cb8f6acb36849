package io.joulebook.agent;

import org.jspecify.annotations.Nullable;

/** What is to be made of a failure of the core: whether a new core may do, and what to say. */
final class CoreFailure {
  private static final String LOST = "Could not initialize class ";

  private CoreFailure() {}

  /** Does nothing else: where this class is needed the heap may be too full to load it. */
  static void load() {}

  /** Whether the failure may pass with the full heap that it came from. */
  static boolean mayPass(Throwable failure) {
    if (lostOfTheJdk(failure) != null) {
      return false;
    }
    for (Throwable t = failure; t != null; t = t.getCause()) {
      if (t instanceof VirtualMachineError || t instanceof LinkageError) {
        return true;
      }
    }
    return false;
  }

  // A class of the JDK whose initialiser failed stays unusable in all of this JVM, to the host too.
  private static @Nullable Throwable lostOfTheJdk(Throwable failure) {
    for (Throwable t = failure; t != null; t = t.getCause()) {
      String text = t instanceof NoClassDefFoundError ? t.getMessage() : null;
      if (text != null
          && (text.startsWith(LOST + "java.")
              || text.startsWith(LOST + "jdk.")
              || text.startsWith(LOST + "sun."))) {
        return t;
      }
    }
    return null;
  }

  /**
   * The failure to tell of: reflection wraps what a core threw, and below a class of the JDK that
   * was lost is only how.
   */
  static Throwable toldOf(Throwable failure) {
    Throwable lost = lostOfTheJdk(failure);
    if (lost != null) {
      return lost;
    }
    return failure.getCause() == null ? failure : failure.getCause();
  }

  /**
   * The line for the user.
   *
   * @param again whether the core is started again
   */
  static String line(Throwable failure, boolean again) {
    if (lostOfTheJdk(failure) != null) {
      return "stopped, the application runs on without it: the heap was full when the JVM first needed a class"
          + " of its own, which only a restart of the JVM mends: "
          + failure;
    }
    return again
        ? "meters nothing for now, the application runs on; it is started again soon: " + failure
        : "stopped, the application runs on without it: " + failure;
  }
}
