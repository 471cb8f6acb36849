package io.joulebook.collector;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The path of a file that holds a secret, as it may be shown: by mistake the secret itself may
 * stand where its path belongs, and a token of base64 has slashes, too.
 */
public final class SecretPath {
  private static final Pattern PLAIN_NAME = Pattern.compile("[\\w.-]{1,64}");
  private static final Pattern USUAL_NAME =
      Pattern.compile("[\\w.-]{1,64}\\.(pem|key|crt|cer|der|txt|ya?ml)");

  private SecretPath() {}

  /** That text, if it leads to a file or at least into a folder; else as much of it as exists. */
  public static String shown(String text) {
    Path path;
    try {
      path = Path.of(text);
    } catch (InvalidPathException none) {
      return "(not shown: it is no path)";
    }
    Path folder = path.getParent();
    if (Files.exists(path) || USUAL_NAME.matcher(text).matches()) {
      return text;
    }
    if (folder == null) {
      return "(not shown: no folder in it)";
    }
    boolean plain = PLAIN_NAME.matcher(String.valueOf(path.getFileName())).matches();
    return plain && Files.isDirectory(folder) ? text : existing(folder);
  }

  private static String existing(Path folder) {
    @Nullable Path there = folder;
    while (there != null && !Files.isDirectory(there)) {
      there = there.getParent();
    }
    return there == null || there.getNameCount() == 0
        ? "(not shown: no folder of it exists)"
        : there + "/… (not shown from there on)";
  }
}
