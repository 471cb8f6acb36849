package io.joulebook.collector;

import java.nio.file.Path;

/** A path that was configured. Immutable. */
public final class ConfiguredPath {
  private final Path path;
  private final String setting;

  /**
   * A path.
   *
   * @param setting its key, its value and where that stands, for messages
   */
  public ConfiguredPath(Path path, String setting) {
    this.path = path;
    this.setting = setting;
  }

  /** A path of which it is not known where it was configured. */
  public static ConfiguredPath of(String key, Path path) {
    return new ConfiguredPath(path, key + "=\"" + path + "\"");
  }

  /** The path. */
  public Path path() {
    return path;
  }

  /** Its key, its value and where that stands. */
  public String setting() {
    return setting;
  }
}
