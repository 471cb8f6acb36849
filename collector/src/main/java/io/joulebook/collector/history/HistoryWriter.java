package io.joulebook.collector.history;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/**
 * Appends lines to the files of a folder, of which one is open at a time. What is not a whole line
 * at the end of a file, which a crash or a full disk has left, is cut off.
 */
final class HistoryWriter implements Closeable {
  private static final int BLOCK = 1 << 16;

  /** As much as is looked through for the end of the last whole line: 16 MiB. */
  private static final long LONGEST_TAIL = 16L << 20;

  private final Path folder;
  private final Runnable truncated;
  private @Nullable FileChannel out;
  private String outName = "";
  private long length;

  /**
   * Writes to the files of that folder.
   *
   * @param truncated is run when somebody else has removed or shortened the open file
   */
  HistoryWriter(Path folder, Runnable truncated) {
    this.folder = folder;
    this.truncated = truncated;
  }

  /** Appends whole lines to the file of that name, and returns once they are on disk. */
  void append(String name, String lines) throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap(lines.getBytes(StandardCharsets.US_ASCII));
    FileChannel file = fileOf(name);
    long end = length + bytes.remaining();
    while (bytes.hasRemaining()) {
      file.write(bytes, end - bytes.remaining());
    }
    file.force(false);
    length = end;
  }

  private FileChannel fileOf(String name) throws IOException {
    FileChannel open = out;
    if (open != null && outName.equals(name) && isWhole(open, name)) {
      cut(open, length);
      return open;
    }
    close();
    FileChannel file =
        FileChannel.open(
            HistoryFile.regular(folder.resolve(name)),
            StandardOpenOption.CREATE,
            StandardOpenOption.READ,
            StandardOpenOption.WRITE);
    out = file;
    outName = name;
    length = endOfLastLine(file);
    cut(file, length);
    return file;
  }

  /** Whether the file is still there with all that was written; if not, that is counted. */
  private boolean isWhole(FileChannel file, String name) throws IOException {
    boolean whole = file.size() >= length && Files.exists(folder.resolve(name));
    if (!whole) {
      truncated.run();
    }
    return whole;
  }

  // What a write that failed left behind would end up in the middle of a line.
  private static void cut(FileChannel file, long length) throws IOException {
    if (file.size() > length) {
      file.truncate(length);
    }
  }

  /** Where the last whole line ends; what comes after it is no line, or one that is too long. */
  private static long endOfLastLine(FileChannel file) throws IOException {
    ByteBuffer block = ByteBuffer.allocate(BLOCK);
    long size = file.size();
    for (long end = size; end > 0 && size - end < LONGEST_TAIL; ) {
      long begin = Math.max(0, end - BLOCK);
      read(file, block.clear().limit((int) (end - begin)), begin);
      for (int i = block.position() - 1; i >= 0; i--) {
        if (block.get(i) == '\n') {
          return begin + i + 1;
        }
      }
      end = begin;
    }
    return size <= LONGEST_TAIL ? 0 : endedLine(file, size);
  }

  private static void read(FileChannel file, ByteBuffer block, long begin) throws IOException {
    for (int got = 0; got >= 0 && block.hasRemaining(); ) {
      got = file.read(block, begin + block.position());
    }
  }

  // No crash leaves so much of a line: whatever it is, it stays.
  private static long endedLine(FileChannel file, long size) throws IOException {
    file.write(ByteBuffer.wrap(new byte[] {'\n'}), size);
    return size + 1;
  }

  @Override
  public void close() throws IOException {
    FileChannel open = out;
    out = null;
    if (open != null) {
      open.close();
    }
  }
}
