package io.joulebook.collector;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** Whether files can be written, and why not, in words. */
public final class DiskCheck {
  private DiskCheck() {}

  /**
   * Tries to make a file in a folder, or in the nearest one above it where it is still to be made.
   * Nothing stays, and nothing is made that somebody else would have to own.
   *
   * @throws IOException if that cannot be done; the message says why
   */
  public static void folder(Path folder) throws IOException {
    Path there = folder.toAbsolutePath().normalize();
    while (!Files.exists(there, LinkOption.NOFOLLOW_LINKS) && there.getParent() != null) {
      there = there.getParent();
    }
    if (!Files.isDirectory(there)) {
      throw new IOException(there + " is no folder");
    }
    try {
      Files.delete(Files.createTempFile(there, "joulebook-", ".tmp"));
    } catch (IOException cannot) {
      throw new IOException("no file can be made in " + there + ": " + reason(cannot), cannot);
    }
  }

  /** Why a file cannot be used. Of many the JDK's message is the path and nothing else. */
  public static String why(IOException failure) {
    boolean bare =
        failure instanceof FileSystemException named
            && named.getReason() == null
            && named.getClass() != FileSystemException.class;
    return bare ? failure.getMessage() + ": " + reason(failure) : message(failure);
  }

  private static String reason(IOException failure) {
    if (failure instanceof AccessDeniedException) {
      return "permission denied";
    }
    if (failure instanceof NoSuchFileException) {
      return "no such file or folder";
    }
    if (failure instanceof FileAlreadyExistsException) {
      return "is there already";
    }
    String reason = failure instanceof FileSystemException named ? named.getReason() : null;
    return reason == null ? message(failure) : reason;
  }

  private static String message(IOException failure) {
    return failure.getMessage() == null ? failure.toString() : failure.getMessage();
  }
}
