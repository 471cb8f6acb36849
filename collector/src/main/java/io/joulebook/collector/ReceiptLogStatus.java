package io.joulebook.collector;

import java.util.Map;

/**
 * How the file of receipts is doing: totals since the start, read at scrape time.
 *
 * @param written receipts and statements that are in the file
 * @param lost those that are not and will not be, by reason
 */
public record ReceiptLogStatus(long written, Map<String, Long> lost) {
  public ReceiptLogStatus {
    lost = Map.copyOf(lost);
  }
}
