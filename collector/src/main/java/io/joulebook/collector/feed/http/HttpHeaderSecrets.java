package io.joulebook.collector.feed.http;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Headers whose values may be secret: plain texts, of the environment, or of a file. */
public final class HttpHeaderSecrets {
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9!#$%&'*+.^_`|~-]{1,64}");

  /** A key that stands where the name belongs would have digits. */
  private static final Pattern PLAIN_NAME = Pattern.compile("[A-Za-z]{1,20}(-[A-Za-z]{1,20}){0,4}");

  private static final Pattern VARIABLE = Pattern.compile("[A-Z]{1,20}(_[A-Z]{1,20}){1,5}");

  /** Those that the JDK's client sets and refuses to be told, and the one that we set. */
  private static final Set<String> TAKEN =
      Set.of("connection", "content-length", "expect", "host", "upgrade", "accept");

  private final Map<String, Credential> values;

  private HttpHeaderSecrets(Map<String, Credential> values) {
    this.values = values;
  }

  /**
   * The headers that a map of YAML is: each value a text, {@code {env: NAME}} or {@code {file:
   * PATH}}.
   *
   * @throws IllegalArgumentException if it is none; the message has no value
   */
  public static HttpHeaderSecrets parse(
      String path, @Nullable Object yaml, Map<String, String> environment) {
    Map<String, Credential> values = new LinkedHashMap<>();
    if (yaml instanceof Map<?, ?> map) {
      map.forEach(
          (name, value) -> values.put(name(path, name), value(path, name, value, environment)));
    } else if (yaml != null) {
      throw new IllegalArgumentException(path + " has to be a map of names to values");
    }
    return new HttpHeaderSecrets(values);
  }

  private static String name(String path, Object name) {
    if (name instanceof String text
        && NAME.matcher(text).matches()
        && !TAKEN.contains(text.toLowerCase(Locale.ROOT))) {
      return text;
    }
    throw new IllegalArgumentException(
        path
            + " has a name that is no header's, or one of those that are taken: "
            + String.join(", ", new TreeSet<>(TAKEN)));
  }

  private static Credential value(
      String path, Object name, Object value, Map<String, String> environment) {
    String key = path + (PLAIN_NAME.matcher(String.valueOf(name)).matches() ? "." + name : "");
    if (value instanceof String text) {
      return fixed(key, text);
    }
    if (value instanceof Map<?, ?> from && from.size() == 1) {
      if (from.get("env") instanceof String variable) {
        return fixed(key + " (" + named(variable) + ")", environment.get(variable));
      }
      if (from.get("file") instanceof String file) {
        return in(key, file);
      }
    }
    throw new IllegalArgumentException(key + " has to be a text, {env: NAME} or {file: PATH}");
  }

  // Somebody may have written the key itself there.
  private static String named(String variable) {
    return VARIABLE.matcher(variable).matches()
        ? "environment variable " + variable
        : "its environment variable";
  }

  private static Credential fixed(String key, @Nullable String text) {
    try {
      return Credential.of(Secret.of(text == null ? "" : text));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(key + ": " + e.getMessage(), e);
    }
  }

  private static Credential in(String key, String file) {
    try {
      return Credential.in(Path.of(file));
    } catch (InvalidPathException e) {
      throw new IllegalArgumentException(key + " names no path", e);
    }
  }

  /** Whether there are none. */
  public boolean isEmpty() {
    return values.isEmpty();
  }

  /** The headers as they are now; none if a file of them cannot be read. */
  public Optional<Map<String, String>> now() {
    Map<String, String> headers = new LinkedHashMap<>();
    for (Map.Entry<String, Credential> header : values.entrySet()) {
      Optional<Secret> secret = header.getValue().now();
      if (secret.isEmpty()) {
        return Optional.empty();
      }
      headers.put(header.getKey(), secret.get().reveal());
    }
    return Optional.of(headers);
  }
}
