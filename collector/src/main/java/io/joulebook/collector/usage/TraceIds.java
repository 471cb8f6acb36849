package io.joulebook.collector.usage;

import java.util.Arrays;

/**
 * Counts distinct texts by a hash of 64 bits of each, 8 to 32 bytes a text: among three million,
 * two are taken for one with a chance of one in four million.
 */
public final class TraceIds implements RequestCounter {
  private static final long FNV_OFFSET = 0xcbf29ce484222325L;
  private static final long FNV_PRIME = 0x100000001b3L;
  private static final long MIX = 0x9e3779b97f4a7c15L;

  private long[] slots = new long[16];
  private int count;

  @Override
  public void add(String text) {
    if (count * 2 >= slots.length) {
      grow();
    }
    insert(hash(text));
  }

  // 0 marks a free slot.
  private static long hash(String text) {
    long hash = FNV_OFFSET;
    for (int i = 0; i < text.length(); i++) {
      hash = (hash ^ text.charAt(i)) * FNV_PRIME;
    }
    hash = (hash ^ (hash >>> 32)) * MIX;
    return hash == 0 ? 1 : hash;
  }

  private void insert(long hash) {
    int slot = (int) (hash >>> 33) & (slots.length - 1);
    while (slots[slot] != 0 && slots[slot] != hash) {
      slot = (slot + 1) & (slots.length - 1);
    }
    if (slots[slot] == 0) {
      slots[slot] = hash;
      count++;
    }
  }

  private void grow() {
    long[] before = slots;
    slots = new long[before.length * 2];
    count = 0;
    for (long hash : before) {
      if (hash != 0) {
        insert(hash);
      }
    }
  }

  /** How many texts are in both. */
  public long common(TraceIds other) {
    TraceIds smaller = count < other.count ? this : other;
    TraceIds larger = smaller == this ? other : this;
    return Arrays.stream(smaller.slots).filter(hash -> hash != 0 && larger.has(hash)).count();
  }

  private boolean has(long hash) {
    int slot = (int) (hash >>> 33) & (slots.length - 1);
    while (slots[slot] != 0 && slots[slot] != hash) {
      slot = (slot + 1) & (slots.length - 1);
    }
    return slots[slot] == hash;
  }

  @Override
  public long count() {
    return count;
  }
}
