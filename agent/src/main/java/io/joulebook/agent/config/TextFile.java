package io.joulebook.agent.config;

import java.io.File;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;

/** Reads small text files, in UTF-8 or in UTF-16 with a byte order mark. */
final class TextFile {
  static final int MAX_BYTES = 1 << 20;

  private TextFile() {}

  static String read(String path) throws IOException {
    File file = new File(path);
    if (file.exists() && !file.isFile()) {
      // A pipe would be waited for.
      throw new IOException("not a file");
    }
    try (InputStream in = new FileInputStream(file)) {
      byte[] bytes = in.readNBytes(MAX_BYTES + 1);
      if (bytes.length > MAX_BYTES) {
        throw new IOException("larger than 1 MiB");
      }
      return new String(bytes, charset(bytes));
    }
  }

  // Some editors of Windows write UTF-16, with its byte order first.
  private static Charset charset(byte[] bytes) {
    int mark = bytes.length < 2 ? 0 : (bytes[0] & 0xff) << 8 | (bytes[1] & 0xff);
    return mark == 0xfeff || mark == 0xfffe ? StandardCharsets.UTF_16 : StandardCharsets.UTF_8;
  }
}
