package io.joulebook.collector.receiptlog;

import java.time.Duration;

/**
 * When a file of receipts is closed and another begun, and how many of the closed ones stay.
 *
 * @param bytes how large it may become; a single line may exceed it
 * @param age how long it is written to, counted from 00:00 UTC of 1970: 24 h end at midnight
 * @param keep how many closed files stay; the oldest of more are deleted
 */
public record Rotation(long bytes, Duration age, int keep) {
  boolean isOver(long size, long more) {
    return size > 0 && size + more > bytes;
  }

  /** The number of the span of time that those seconds of 1970 fall into. */
  long span(long epochSecond) {
    return Math.floorDiv(epochSecond, age.toSeconds());
  }
}
