package io.joulebook.nvml;

import com.sun.jna.Memory;
import io.joulebook.nvml.raw.NvmlPciInfo;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Native memory for the answer of one call, lent to one thread at a time and used again.
 *
 * <p>A thread that hangs in the driver keeps what it borrowed, so that a late answer lands in
 * memory nobody else reads; the next thread gets a fresh piece. Thread-safe, lock-free.
 */
final class Scratch {
  /** That of the largest answer. */
  static final int BYTES = NvmlPciInfo.SIZEOF;

  private final AtomicReference<@Nullable Memory> spare = new AtomicReference<>();

  Memory borrow() {
    Memory free = spare.getAndSet(null);
    return free == null ? new Memory(BYTES) : free;
  }

  void giveBack(Memory borrowed) {
    spare.set(borrowed);
  }
}
