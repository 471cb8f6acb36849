package io.joulebook.collector.http;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/** The bearer token that clients have to show, from a file that may change. */
final class TokenFile {
  private static final String KEY = "metrics.token.file";

  private final WatchedFiles<byte[]> token;

  /**
   * Reads it.
   *
   * @throws IOException if there is no token in it
   */
  TokenFile(Path path, Consumer<String> say, LongSupplier nanoTime) throws IOException {
    token =
        new WatchedFiles<>(
            paths -> {
              paths.add(path);
              return read(path);
            },
            say,
            nanoTime);
  }

  private static byte[] read(Path path) throws IOException {
    String text = SmallFile.read(KEY, path).strip();
    // RFC 6750, 2.1.
    if (!text.matches("[A-Za-z0-9._~+/-]+=*")) {
      throw new IOException(
          KEY
              + " "
              + path
              + " must hold one bearer token: letters, digits and ._~+/-= on one line");
    }
    return bytes(text);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /** Whether that is the token; how long it takes does not tell how much of it is right. */
  boolean isRight(String shown) {
    return MessageDigest.isEqual(token.get(), bytes(shown));
  }
}
