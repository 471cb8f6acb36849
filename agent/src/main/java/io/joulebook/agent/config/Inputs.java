package io.joulebook.agent.config;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;

/**
 * Everything that configuration is read from, as it was found.
 *
 * @param arguments the agent argument, {@code key=value,key=value}
 * @param properties the system properties
 * @param environment the environment
 * @param files reads a file's text
 */
public record Inputs(
    String arguments,
    Map<String, String> properties,
    Map<String, String> environment,
    FileReader files) {
  static final String PROPERTY_PREFIX = "joulebook.";
  static final String ENVIRONMENT_PREFIX = "JOULEBOOK_";

  /** Reads a file's text. */
  public interface FileReader {
    /** The text of the file at that path, which is UTF-8. */
    String read(String path) throws IOException;
  }

  /** What this JVM was given. */
  public static Inputs ofThisJvm(String arguments) {
    return new Inputs(arguments, own(System.getProperties()), System.getenv(), TextFile::read);
  }

  // Reads by name: a property that is not a string must not disturb, nor one that is being changed.
  private static Map<String, String> own(Properties properties) {
    Map<String, String> own = new LinkedHashMap<>();
    for (String name : properties.stringPropertyNames()) {
      if (name.startsWith(PROPERTY_PREFIX)
          && !name.startsWith("joulebook.jn") // jna.* and jnidispatch.* as our copy of JNA has them
          && !name.startsWith("joulebook.agent.")) {
        own.put(name, properties.getProperty(name, ""));
      }
    }
    return own;
  }

  static String environmentName(String key) {
    return ENVIRONMENT_PREFIX + key.toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_');
  }

  /** The agent argument as pairs; a part without {@code =} goes on with the value before it. */
  public Map<String, String> argumentPairs() {
    Map<String, String> pairs = new LinkedHashMap<>();
    String last = "";
    for (String part : arguments.split(",", -1)) {
      int equals = part.indexOf('=');
      if (equals > 0) {
        last = part.substring(0, equals).trim();
        pairs.put(last, part.substring(equals + 1).trim());
      } else if (!part.isBlank()) {
        pairs.merge(last, part.trim(), (before, more) -> before + "," + more);
      }
    }
    return pairs;
  }
}
