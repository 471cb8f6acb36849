package io.joulebook.collector.http;

import io.joulebook.collector.SecretPath;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** Reads files that hold secrets: what is said of them names the file and no text. */
final class SmallFile {
  private static final int MAX_BYTES = 1 << 20;

  private SmallFile() {}

  static String read(String key, Path path) throws IOException {
    String shown = key + " " + SecretPath.shown(path.toString());
    if (Files.exists(path) && !Files.isRegularFile(path)) {
      throw new IOException(shown + " is not a file");
    }
    try (InputStream in = Files.newInputStream(path)) {
      byte[] bytes = in.readNBytes(MAX_BYTES + 1);
      if (bytes.length > MAX_BYTES) {
        throw new IOException(shown + " is larger than 1 MiB");
      }
      return new String(bytes, StandardCharsets.UTF_8);
    } catch (NoSuchFileException e) {
      throw new IOException(shown + " does not exist", e);
    } catch (java.nio.file.AccessDeniedException e) {
      throw new IOException(shown + " may not be read by this user", e);
    }
  }
}
