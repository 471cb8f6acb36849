package io.joulebook.nvml.raw;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * Looks at a library's file before {@code dlopen} does. While glibc opens one it holds a lock that
 * each new thread of the process needs, so a file whose {@code open} blocks (a pipe, a mount whose
 * server is gone) would stop the whole JVM; here it holds up the asking thread alone. And a file
 * that is still being copied would end the JVM by SIGBUS.
 *
 * <p>What the loader finds in its cache and the system's folders is not looked at: they are local.
 */
final class LibraryFile {
  private static final int HEADER_BYTES = 64;
  private static final int ELF = 0x464c457f;
  private static final int CLASS = 4;
  private static final byte CLASS_32 = 1;
  private static final byte CLASS_64 = 2;
  private static final int SECTIONS_AT = 0x28;
  private static final int SECTION_SIZE = 0x3a;
  private static final int SECTION_COUNT = 0x3c;

  private LibraryFile() {}

  /**
   * Returns if nothing speaks against loading the library of this plain name or path. May take as
   * long as the file system takes, or for ever.
   */
  static void check(String name) throws LoadFailure {
    try {
      for (Path candidate : candidates(name)) {
        if (Files.exists(candidate) && isTaken(candidate)) {
          return;
        }
      }
    } catch (InvalidPathException none) {
      return; // the loader says what is wrong with it
    }
  }

  private static List<Path> candidates(String name) {
    if (name.indexOf('/') >= 0) {
      return List.of(Path.of(name));
    }
    List<Path> candidates = new ArrayList<>();
    String folders = Objects.requireNonNullElse(System.getenv("LD_LIBRARY_PATH"), "");
    // An empty entry is the working directory, an empty variable none.
    for (String folder : folders.isEmpty() ? new String[0] : folders.split("[:;]", -1)) {
      candidates.add(Path.of(folder, name));
    }
    return candidates;
  }

  /** Whether the loader looks no further: it passes over what it may not read, and 32 bits. */
  private static boolean isTaken(Path file) throws LoadFailure {
    if (!Files.isRegularFile(file)) {
      throw new LoadFailure(NvmlHeader.NVML_ERROR_LIBRARY_NOT_FOUND, file + " is no regular file");
    }
    try (FileChannel in = FileChannel.open(file, StandardOpenOption.READ)) {
      ByteBuffer header = ByteBuffer.allocate(HEADER_BYTES).order(ByteOrder.LITTLE_ENDIAN);
      in.read(header, 0);
      long whole = length(header);
      if (in.size() < whole) {
        throw new LoadFailure(
            NvmlHeader.NVML_ERROR_LIBRARY_NOT_FOUND,
            file + " is not whole: it has " + in.size() + " of " + whole + " bytes");
      }
      return !is32(header);
    } catch (IOException unreadable) {
      return false; // if there is no other, the loader says why
    }
  }

  private static boolean is32(ByteBuffer header) {
    return header.position() > CLASS && header.getInt(0) == ELF && header.get(CLASS) == CLASS_32;
  }

  // The table of sections is the last thing in a file that a linker has written.
  private static long length(ByteBuffer header) {
    boolean is64 =
        header.position() == HEADER_BYTES
            && header.getInt(0) == ELF
            && header.get(CLASS) == CLASS_64;
    int sections = is64 ? Short.toUnsignedInt(header.getShort(SECTION_COUNT)) : 0;
    return sections == 0
        ? 0
        : header.getLong(SECTIONS_AT)
            + (long) sections * Short.toUnsignedInt(header.getShort(SECTION_SIZE));
  }
}
