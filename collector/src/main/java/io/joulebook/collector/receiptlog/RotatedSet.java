package io.joulebook.collector.receiptlog;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The files that were rotated away: compresses them, a little at a time so that lines are written
 * meanwhile, and deletes the oldest as soon as there are too many. What a JVM that ended has left
 * undone is done by the next.
 */
final class RotatedSet {
  /** Another process may still write its last lines to a file that was moved. */
  private static final Duration AT_REST = Duration.ofSeconds(5);

  private static final Duration RETRY = Duration.ofMinutes(10);

  /** Others may take files away, too. */
  private static final Duration LIST_AGAIN = Duration.ofMinutes(1);

  private static final int TRIES = 20;

  private final int keep;
  private @Nullable Path active;
  private @Nullable List<Path> listed;
  private Instant listedAt = Instant.EPOCH;
  private Instant due = Instant.MIN;
  private @Nullable Compression compression;

  RotatedSet(int keep) {
    this.keep = keep;
  }

  /** Names the file that is written to; there may be something to do. */
  void lookAt(Path file) {
    if (!file.equals(active)) {
      active = file;
      forget();
    }
    due = Instant.MIN;
  }

  /** Another process may rotate now. */
  void forget() {
    listed = null;
  }

  /**
   * A name for the file that was written to until then, as {@link ReceiptFiles#rotated} gives it.
   * An empty file has it from then on, so that nobody else takes it.
   */
  Path takeName(Path file, Instant at) throws IOException {
    for (int tries = TRIES; ; tries--) {
      Path name = ReceiptFiles.rotated(file, at, files(file, at));
      try {
        if (!Files.exists(ReceiptFiles.compressed(name))) {
          return Files.createFile(name);
        }
      } catch (FileAlreadyExistsException taken) {
        if (tries == 0) {
          throw taken;
        }
      }
      forget(); // somebody else has rotated meanwhile
    }
  }

  /** Takes a file that was rotated away, the newest; the oldest goes if there are too many. */
  void add(Path rotated) {
    if (listed != null) {
      listed.add(rotated);
      try {
        deleteOldest(listed);
      } catch (IOException cannot) {
        due = Instant.MIN; // the next step fails, too, and that is said
      }
    }
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
        compressMore(compression);
        return true;
      }
      return next(active, now);
    } catch (NoSuchFileException taken) {
      forget(); // somebody else has compressed or deleted it
      return true;
    } catch (IOException | RuntimeException failed) {
      compression = null;
      forget();
      due = now.plus(RETRY);
      throw failed;
    }
  }

  private void compressMore(Compression begun) throws IOException {
    if (!begun.step()) {
      compression = null;
      if (listed != null) {
        listed.replaceAll(
            file -> file.equals(begun.plain()) ? ReceiptFiles.compressed(file) : file);
      }
    }
  }

  private boolean next(Path file, Instant now) throws IOException {
    List<Path> files = files(file, now);
    deleteOldest(files);
    Optional<Path> plain =
        files.stream().filter(each -> !ReceiptFiles.isCompressed(each)).findFirst();
    if (plain.isEmpty()) {
      due = Instant.MAX;
      return false;
    }
    if (!Files.exists(plain.get())) {
      files.remove(plain.get()); // somebody else took it
      return true;
    }
    Instant atRest = Files.getLastModifiedTime(plain.get()).toInstant().plus(AT_REST);
    if (now.isBefore(atRest)) {
      due = atRest;
      return false;
    }
    if (Files.size(plain.get()) == 0) {
      // A JVM took the name, and ended before it moved its file there.
      Files.deleteIfExists(plain.get());
      files.remove(plain.get());
      return true;
    }
    compression = Compression.of(plain.get()).orElse(null);
    if (compression == null) {
      forget();
      due = now.plus(AT_REST);
    }
    return compression != null;
  }

  // A folder may have many files, so it is listed now and then only.
  private List<Path> files(Path file, Instant now) throws IOException {
    List<Path> known = listed;
    if (known == null || Duration.between(listedAt, now).abs().compareTo(LIST_AGAIN) > 0) {
      known = new ArrayList<>(ReceiptFiles.rotatedFrom(file));
      for (Path whole : known.stream().filter(ReceiptFiles::isCompressed).toList()) {
        Files.deleteIfExists(ReceiptFiles.uncompressed(whole));
      }
      listed = known;
      listedAt = now;
    }
    return known;
  }

  private void deleteOldest(List<Path> files) throws IOException {
    while (files.size() > keep) {
      Path oldest = files.get(0);
      if (compression != null && compression.plain().equals(oldest)) {
        compression.giveUp();
        compression = null;
      }
      Files.deleteIfExists(oldest);
      Files.deleteIfExists(ReceiptFiles.part(oldest)); // which a JVM that ended may have left
      files.remove(0);
    }
  }
}
