package io.joulebook.collector.receiptlog;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;

/**
 * A file on the way to being compressed; it has its name, and the plain one goes, once it is whole.
 */
final class Compression {
  private static final int STEP_BYTES = 1 << 18;

  /** Not the byte that says who rotates: that one may be held a moment longer. */
  private static final long LOCK_AT = Long.MAX_VALUE - 2;

  private final Path plain;
  private final Path part;
  private final InputStream in;
  private final GZIPOutputStream out;

  private Compression(Path plain, Path part, InputStream in, GZIPOutputStream out) {
    this.plain = plain;
    this.part = part;
    this.in = in;
    this.out = out;
  }

  /** Begins with a file; empty if another process is at it, has done it or deleted the file. */
  static Optional<Compression> of(Path plain) throws IOException {
    try {
      return begin(
          plain, FileChannel.open(plain, StandardOpenOption.READ, StandardOpenOption.WRITE));
    } catch (NoSuchFileException done) {
      return Optional.empty();
    }
  }

  private static Optional<Compression> begin(Path plain, FileChannel from) throws IOException {
    try {
      if (!isOurs(from) || !Files.exists(plain)) {
        from.close();
        return Optional.empty();
      }
      Path part = ReceiptFiles.part(plain); // one that a JVM that ended has left is begun anew
      InputStream in = Channels.newInputStream(from);
      return Optional.of(new Compression(plain, part, in, Fast.to(part)));
    } catch (IOException e) {
      from.close();
      throw e;
    }
  }

  // Where a file system has no locks nobody else is known of.
  private static boolean isOurs(FileChannel plain) {
    try {
      return plain.tryLock(LOCK_AT, 1, false) != null;
    } catch (OverlappingFileLockException anotherInThisJvm) {
      return false;
    } catch (IOException | UnsupportedOperationException noLocks) {
      return true;
    }
  }

  /** The file that is being compressed. */
  Path plain() {
    return plain;
  }

  /** Compresses a little more; whether anything is left. */
  boolean step() throws IOException {
    try {
      byte[] some = in.readNBytes(STEP_BYTES);
      out.write(some);
      if (some.length == STEP_BYTES) {
        return true;
      }
      out.close();
      Files.move(part, ReceiptFiles.compressed(plain), StandardCopyOption.REPLACE_EXISTING);
      Files.deleteIfExists(plain);
      in.close(); // and with it the lock: who gets it next sees that the plain file is gone
      return false;
    } catch (IOException failed) {
      giveUp();
      if (Files.exists(plain)) {
        throw failed;
      }
      return false; // somebody has deleted it and its part: it is kept no longer
    }
  }

  /** Leaves the plain file as it is. */
  void giveUp() throws IOException {
    try (in;
        out) {
      Files.deleteIfExists(part);
    }
  }

  /** The host's time is worth more than the last few percent of room. */
  private static final class Fast extends GZIPOutputStream {
    Fast(OutputStream out) throws IOException {
      super(out, 1 << 16);
      def.setLevel(Deflater.BEST_SPEED);
    }

    static Fast to(Path file) throws IOException {
      OutputStream out = Files.newOutputStream(file);
      try {
        return new Fast(out);
      } catch (IOException full) {
        out.close();
        throw full;
      }
    }
  }
}
