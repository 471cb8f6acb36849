package io.joulebook.collector.receiptlog;

import java.time.Instant;

/**
 * Entries that are missing in a file of receipts.
 *
 * @param from when the first was lost
 * @param to when the last was
 * @param reason why: {@code disk_full}, {@code write_failed}, {@code disk_slow} or {@code failed}
 * @param receipts how many receipts
 * @param statements how many statements
 */
public record Gap(Instant from, Instant to, String reason, long receipts, long statements) {
  /** All that are missing. */
  public long entries() {
    return receipts + statements;
  }
}
