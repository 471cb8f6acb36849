package io.joulebook.collector.receiptlog;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
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

  /** Begins with a file; empty if another process is at it, or has done it. */
  static Optional<Compression> of(Path plain) throws IOException {
    Path part = plain.resolveSibling(plain.getFileName() + ".part");
    FileChannel to = FileChannel.open(part, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    try {
      if (!isOurs(to)) {
        to.close();
        return Optional.empty();
      }
      if (!Files.exists(plain)) {
        try (to) {
          Files.deleteIfExists(part);
        }
        return Optional.empty();
      }
      to.truncate(0); // what a JVM that ended has left
      InputStream in = Files.newInputStream(plain);
      return Optional.of(new Compression(plain, part, in, new Fast(Channels.newOutputStream(to))));
    } catch (IOException e) {
      to.close();
      throw e;
    }
  }

  // Where a file system has no locks nobody else is known of.
  private static boolean isOurs(FileChannel part) {
    try {
      return part.tryLock() != null;
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
      out.finish();
      Files.move(part, ReceiptFiles.compressed(plain), StandardCopyOption.REPLACE_EXISTING);
      Files.deleteIfExists(plain);
      in.close();
      out.close(); // and with it the lock: who gets it next sees that the plain file is gone
      return false;
    } catch (IOException failed) {
      giveUp();
      throw failed;
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
  }
}
