package io.joulebook.collector.feed.http;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/**
 * A key or password. It is printed nowhere: {@link #toString} hides it, and nothing that an
 * exception of ours says has it.
 */
public final class Secret {
  private static final int LONGEST = 4096;
  private static final int MOST_BYTES = 4 * LONGEST; // with more, it is too long or not ASCII

  private final String value;

  private Secret(String value) {
    this.value = value;
  }

  /**
   * The secret that a text is, white space around it left out.
   *
   * @throws IllegalArgumentException if it is empty, longer than 4096 characters, or has characters
   *     that no HTTP header may have; the message does not have the text
   */
  public static Secret of(String text) {
    String value = text.strip();
    if (value.isEmpty() || value.length() > LONGEST) {
      throw new IllegalArgumentException(
          "a secret must have 1 to " + LONGEST + " characters, and this one has " + value.length());
    }
    if (value.chars().anyMatch(c -> c < ' ' || c > '~')) {
      throw new IllegalArgumentException(
          "a secret must be printable ASCII on one line, and this one is not");
    }
    return new Secret(value);
  }

  /**
   * The secret in a file, as it stands there now.
   *
   * @throws IOException if the file cannot be read or has no secret in it
   */
  public static Secret read(Path file) throws IOException {
    if (Files.exists(file) && !Files.isRegularFile(file)) {
      throw new IOException(file + " is not a file"); // a pipe would be waited for
    }
    try (InputStream in = Files.newInputStream(file)) {
      byte[] bytes = in.readNBytes(MOST_BYTES);
      return of(new String(bytes, StandardCharsets.UTF_8));
    } catch (IllegalArgumentException e) {
      throw new IOException(String.format(Locale.ROOT, "%s: %s", file, e.getMessage()), e);
    }
  }

  /** The secret itself, for a header. */
  public String reveal() {
    return value;
  }

  @Override
  public String toString() {
    return "(secret)";
  }
}
