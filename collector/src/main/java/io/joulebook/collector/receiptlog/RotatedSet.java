package io.joulebook.collector.receiptlog;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The files that were rotated away: compresses them, a little at a time so that lines are written
 * meanwhile, and deletes the oldest. What a JVM that ended has left undone is done by the next.
 */
final class RotatedSet {
  /** Another process may still write its last lines to a file that was moved. */
  private static final Duration AT_REST = Duration.ofSeconds(5);

  private static final Duration RETRY = Duration.ofMinutes(10);

  private final int keep;
  private @Nullable Path active;
  private Instant due = Instant.MIN;
  private @Nullable Compression compression;

  RotatedSet(int keep) {
    this.keep = keep;
  }

  /** Names the file that is written to; there may be something to do. */
  void lookAt(Path file) {
    active = file;
    due = Instant.MIN;
  }

  /**
   * Does a little of what there is to do.
   *
   * @return whether more is to be done at once
   * @throws IOException if a file cannot be compressed or deleted; it is tried again later
   */
  boolean step(Instant now) throws IOException {
    if (active == null || now.isBefore(due)) {
      return false;
    }
    try {
      if (compression != null) {
        compression = compression.step() ? compression : null;
        return true;
      }
      return next(active, now);
    } catch (IOException | RuntimeException failed) {
      compression = null;
      due = now.plus(RETRY);
      throw failed;
    }
  }

  private boolean next(Path file, Instant now) throws IOException {
    List<Path> files = ReceiptFiles.rotatedFrom(file);
    for (Path oldest : files.subList(0, Math.max(0, files.size() - keep))) {
      Files.delete(oldest);
    }
    for (Path whole : files.stream().filter(ReceiptFiles::isCompressed).toList()) {
      Files.deleteIfExists(ReceiptFiles.uncompressed(whole));
    }
    Optional<Path> plain =
        ReceiptFiles.rotatedFrom(file).stream()
            .filter(f -> !ReceiptFiles.isCompressed(f))
            .findFirst();
    if (plain.isEmpty()) {
      due = Instant.MAX;
      return false;
    }
    Instant atRest = Files.getLastModifiedTime(plain.get()).toInstant().plus(AT_REST);
    if (now.isBefore(atRest)) {
      due = atRest;
      return false;
    }
    compression = Compression.of(plain.get());
    return true;
  }
}
