package io.joulebook.collector.http;

import io.joulebook.collector.SecretPath;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** Reads files that hold secrets: what is said of them names the file and no text. */
public final class SmallFile {
  private static final int MAX_BYTES = 1 << 20;

  private SmallFile() {}

  /**
   * The text of a file, which is UTF-8 and at most 1 MiB.
   *
   * @param key the setting that names the file
   * @throws IOException if it cannot be read; the message says which and why
   */
  public static String read(String key, Path path) throws IOException {
    String shown = key + " " + SecretPath.shown(path.toString());
    if (Files.exists(path) && !Files.isRegularFile(path)) {
      throw new IOException(shown + " is not a file");
    }
    byte[] bytes;
    try (InputStream in = Files.newInputStream(path)) {
      bytes = in.readNBytes(MAX_BYTES + 1);
    } catch (NoSuchFileException e) {
      throw new IOException(shown + " does not exist", e);
    } catch (AccessDeniedException e) {
      throw new IOException(shown + " may not be read by this user", e);
    } catch (IOException e) {
      throw new IOException(shown + " cannot be read", e);
    }
    if (bytes.length > MAX_BYTES) {
      throw new IOException(shown + " is larger than 1 MiB");
    }
    return new String(bytes, StandardCharsets.UTF_8);
  }
}
