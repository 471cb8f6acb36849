package io.joulebook.collector;

import java.nio.file.Path;

/**
 * A path that was configured.
 *
 * @param path the path
 * @param setting its key, its value and where that stands, for messages
 */
public record ConfiguredPath(Path path, String setting) {
  /** A path of which it is not known where it was configured. */
  public static ConfiguredPath of(String key, Path path) {
    return new ConfiguredPath(path, key + "=\"" + path + "\"");
  }
}
