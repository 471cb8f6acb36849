package io.joulebook.collector.receiptlog;

import io.joulebook.collector.DiskCheck;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Optional;

/** What is there under the name of a file that is to be written. */
final class TargetFile {
  private TargetFile() {}

  /**
   * Looks whether a file can be had and written, without making it.
   *
   * @return the file itself where that name is a link
   * @throws IOException if it cannot; the message says why
   */
  static Path check(Path named) throws IOException {
    Path file = find(named);
    if (Files.exists(file)) {
      RotatedFile.DISK.open(file).close();
    } else {
      DiskCheck.folder(file.resolveSibling(""));
    }
    return file;
  }

  /**
   * Looks what kind of file is there, or can be made.
   *
   * @return the file itself where that name is a link
   * @throws IOException if it cannot; the message says why
   */
  static Path find(Path named) throws IOException {
    // A pipe would wait until somebody reads it.
    Optional<BasicFileAttributes> there = attributes(named);
    if (there.isPresent() && !there.get().isRegularFile()) {
      throw new FileSystemException(
          there.get().isDirectory() ? "is a directory" : "is no regular file");
    }
    Path file = there.isPresent() ? named.toRealPath() : target(named);
    Path folder = file.getParent();
    if (folder != null && !Files.isDirectory(folder)) {
      throw new FileSystemException("there is no folder " + folder);
    }
    checkName(file);
    return file;
  }

  // What a link leads to need not be there yet.
  private static Path target(Path named) throws IOException {
    return Files.isSymbolicLink(named)
        ? named.resolveSibling(Files.readSymbolicLink(named))
        : named;
  }

  // Only the file system knows how long a name may be.
  private static void checkName(Path file) throws IOException {
    try {
      attributes(ReceiptFiles.longest(file));
    } catch (FileSystemException cannot) {
      throw new FileSystemException("it could not be rotated: " + DiskCheck.why(cannot));
    }
  }

  static Optional<BasicFileAttributes> attributes(Path path) throws IOException {
    try {
      return Optional.of(Files.readAttributes(path, BasicFileAttributes.class));
    } catch (NoSuchFileException none) {
      return Optional.empty();
    }
  }

  static boolean endsWithALine(Path path) throws IOException {
    try (FileChannel file = FileChannel.open(path, StandardOpenOption.READ)) {
      ByteBuffer last = ByteBuffer.allocate(1);
      long size = file.size();
      return size == 0 || file.read(last, size - 1) < 1 || last.get(0) == '\n';
    }
  }
}
