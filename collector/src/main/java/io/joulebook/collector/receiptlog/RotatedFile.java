package io.joulebook.collector.receiptlog;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.InstantSource;
import java.util.Deque;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A file that lines are appended to and that is rotated. Several processes may append to one: the
 * one that holds the lock rotates, and all look before each write whether the file is still the one
 * of that name, so that it may also be moved or cut by others at any time.
 *
 * <p>A line that could not be written whole is cut off again. Where that is not possible the next
 * one begins on a line of its own, so that a torn line costs only itself. For one thread.
 */
final class RotatedFile {
  private static final int TRIES = 20;

  private final Path named;
  private final Rotation rotation;
  private final Supplier<byte[]> head;
  private final InstantSource clock;
  private final Opener opener;
  private final RotatedSet rotated;
  private final RotationLock lock = new RotationLock();
  private @Nullable FileChannel out;
  private @Nullable Object key;
  private Path path;
  private long span;
  private boolean headDue;
  private boolean torn;
  private long size;

  /** Opens a file to append to it; tests put a disk of their own here. */
  interface Opener {
    FileChannel open(Path path) throws IOException;
  }

  /** The disk. */
  static final Opener DISK =
      path -> FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.APPEND);

  /**
   * A file that is opened when the first line is written.
   *
   * @param head makes the line that stands at the begin of each file
   */
  RotatedFile(
      Path named, Rotation rotation, Supplier<byte[]> head, InstantSource clock, Opener opener) {
    this.named = named;
    this.rotation = rotation;
    this.head = head;
    this.clock = clock;
    this.opener = opener;
    path = named;
    rotated = new RotatedSet(rotation.keep());
  }

  /**
   * Appends lines, and takes out those that are written whole.
   *
   * @throws IOException if some could not be written; they are still in
   */
  void write(Deque<byte[]> lines) throws IOException {
    long bytes = lines.stream().mapToLong(line -> line.length).sum();
    FileChannel file = current(bytes);
    long before = file.size();
    byte[] prefix = prefix(before);
    ByteBuffer all = ByteBuffer.allocate(Math.toIntExact(prefix.length + bytes)).put(prefix);
    lines.forEach(all::put);
    try {
      writeAll(file, all.flip());
    } finally {
      taken(file, lines, before, prefix.length, all.position());
      size = file.size();
    }
  }

  private FileChannel current(long more) throws IOException {
    for (int tries = TRIES; ; tries--) {
      try {
        FileChannel file = ready(more);
        if (file.size() != size) {
          headDue |= file.size() < size; // somebody has cut it
          lookAtTheEnd();
        }
        return file;
      } catch (NoSuchFileException rotatedAway) {
        close();
        if (tries == 0) {
          throw rotatedAway;
        }
      }
    }
  }

  // Somebody else has written: to close a second channel of a file gives up the lock on it.
  private void lookAtTheEnd() throws IOException {
    torn = !TargetFile.endsWithALine(path);
    lock.release();
  }

  /** What has to stand before the next line. */
  private byte[] prefix(long size) {
    ByteArrayOutputStream prefix = new ByteArrayOutputStream();
    if (torn) {
      prefix.write('\n');
    }
    if (headDue || size == 0) {
      prefix.writeBytes(head.get());
    }
    return prefix.toByteArray();
  }

  private void taken(FileChannel file, Deque<byte[]> lines, long before, int prefix, int written) {
    long whole = 0;
    if (written >= prefix) {
      whole = prefix + takeOut(lines, written - prefix);
      torn = false;
      headDue = false;
    }
    if (written > whole) {
      cut(file, before, whole, written);
    }
  }

  private static void writeAll(FileChannel file, ByteBuffer bytes) throws IOException {
    while (bytes.hasRemaining()) {
      file.write(bytes);
    }
  }

  /** Takes out the lines that end within so many bytes; how many bytes those have. */
  private static long takeOut(Deque<byte[]> lines, int written) {
    long whole = 0;
    while (!lines.isEmpty() && whole + lines.element().length <= written) {
      whole += lines.remove().length;
    }
    return whole;
  }

  private void cut(FileChannel file, long before, long whole, long written) {
    torn = true;
    try {
      if (file.size() == before + written) {
        file.truncate(before + whole);
        torn = false;
      }
    } catch (IOException theTearStays) {
      torn = true;
    }
  }

  // ---- opening and rotating

  private FileChannel ready(long more) throws IOException {
    FileChannel file = out;
    if (file == null || hasMoved()) {
      file = open();
    }
    if (!lock.isHeld()) {
      tryLock(file);
    }
    long now = rotation.span(clock.instant().getEpochSecond());
    boolean full = rotation.isOver(file.size(), more);
    if (lock.isHeld() && (full || (now > span && file.size() > 0)) && rotate(full)) {
      file = open();
      tryLock(file);
    }
    span = Math.max(span, now);
    return file;
  }

  private boolean hasMoved() {
    try {
      Object there = Files.readAttributes(path, BasicFileAttributes.class).fileKey();
      return there != null && !there.equals(key);
    } catch (IOException gone) {
      return true;
    }
  }

  // Another process may rotate meanwhile: then what is opened is not what has the name.
  private FileChannel open() throws IOException {
    for (int tries = TRIES; tries > 0; tries--) {
      FileChannel file = openOnce();
      if (file != null) {
        return file;
      }
    }
    throw new FileSystemException("is replaced all the time");
  }

  // The end is looked at first: to close a second channel of a file gives up the lock on it.
  private @Nullable FileChannel openOnce() throws IOException {
    close();
    path = TargetFile.find(named);
    Optional<BasicFileAttributes> there = TargetFile.attributes(path);
    boolean filled = there.isPresent() && there.get().size() > 0;
    torn = filled && !TargetFile.endsWithALine(path);
    FileChannel file = opener.open(path);
    out = file;
    BasicFileAttributes opened = Files.readAttributes(path, BasicFileAttributes.class);
    if (there.isPresent() && !Objects.equals(there.get().fileKey(), opened.fileKey())) {
      return null;
    }
    key = opened.fileKey();
    size = file.size();
    span =
        rotation.span(
            filled
                ? there.get().lastModifiedTime().toInstant().getEpochSecond()
                : clock.instant().getEpochSecond());
    headDue = true; // a key may come again, of a file that is gone or was cut
    rotated.lookAt(path);
    return there.isPresent() ? file : null; // one that was just made is opened anew
  }

  private void tryLock(FileChannel file) {
    lock.tryOf(file);
    if (lock.isHeld() && hasMoved()) { // its last holder has just rotated it away
      lock.release();
    }
    if (!lock.isHeld()) {
      rotated.forget();
    }
  }

  /** Moves the file away; false if that cannot be done and need not be either. */
  private boolean rotate(boolean full) throws IOException {
    try {
      rotated.add(move());
      return true;
    } catch (IOException cannot) {
      if (full) {
        throw cannot;
      }
      return false;
    }
  }

  // The name is taken first: another process may be about to move a file to it.
  private Path move() throws IOException {
    Path to = rotated.takeName(path, clock.instant());
    try {
      return Files.move(path, to, StandardCopyOption.ATOMIC_MOVE);
    } catch (AtomicMoveNotSupportedException e) {
      return Files.move(path, to, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException cannot) {
      Files.deleteIfExists(to);
      throw cannot;
    }
  }

  /** Does some of what is left to do with files that were rotated away; whether more is left. */
  boolean tidy() throws IOException {
    return lock.isHeld() && rotated.step(clock.instant());
  }

  void close() throws IOException {
    FileChannel open = out;
    out = null;
    lock.forget();
    if (open != null) {
      open.close();
    }
  }
}
