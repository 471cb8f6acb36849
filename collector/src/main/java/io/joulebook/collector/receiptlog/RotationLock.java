package io.joulebook.collector.receiptlog;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import org.jspecify.annotations.Nullable;

/**
 * Which of the processes that append to a file rotates it: the one that holds a lock on it. To
 * close any channel of the file gives the lock up. For one thread.
 */
final class RotationLock {
  /** Only a mark that processes see: nobody's bytes are there. */
  private static final long LOCK_AT = Long.MAX_VALUE - 1;

  private @Nullable FileLock lock;
  private boolean held;

  boolean isHeld() {
    return held;
  }

  /** Tries to get it. Where a file system has no locks nobody else is known of. */
  void tryOf(FileChannel file) {
    try {
      lock = file.tryLock(LOCK_AT, 1, false);
      held = lock != null;
    } catch (OverlappingFileLockException anotherInThisJvm) {
      held = false;
    } catch (IOException | UnsupportedOperationException noLocks) {
      held = true;
    }
  }

  void release() {
    FileLock taken = lock;
    forget();
    try {
      if (taken != null) {
        taken.release();
      }
    } catch (IOException closedThen) {
      forget();
    }
  }

  /** It is gone with its channel. */
  void forget() {
    lock = null;
    held = false;
  }
}
