package io.joulebook.collector.receiptlog;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
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
  private final OutputStream out;

  private Compression(Path plain, Path part, InputStream in, OutputStream out) {
    this.plain = plain;
    this.part = part;
    this.in = in;
    this.out = out;
  }

  static Compression of(Path plain) throws IOException {
    Path part = plain.resolveSibling(plain.getFileName() + ".part");
    InputStream in = Files.newInputStream(plain);
    try {
      return new Compression(plain, part, in, new Fast(Files.newOutputStream(part)));
    } catch (IOException e) {
      in.close();
      throw e;
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
      in.close();
      Files.move(part, ReceiptFiles.compressed(plain), StandardCopyOption.REPLACE_EXISTING);
      Files.delete(plain);
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
