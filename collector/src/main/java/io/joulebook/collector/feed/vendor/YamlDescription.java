package io.joulebook.collector.feed.vendor;

import io.joulebook.collector.grid.Basis;
import io.joulebook.collector.json.Pointer;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A map of YAML, read key by key; each complaint names the key, the value and what is allowed. */
final class YamlDescription {
  private static final Pattern DURATION = Pattern.compile("[0-9]{1,7}[smh]");
  private static final Duration LONGEST = Duration.ofHours(24);

  private static final String UNSPECIFIED = Basis.UNSPECIFIED.label();

  /** A name, and hardly a key or password. */
  private static final Pattern WORD = Pattern.compile("[A-Za-z]{1,20}(-[A-Za-z]{1,20}){0,2}");

  private final String path;
  private final Map<?, ?> yaml;

  /**
   * The description at a path of the configuration.
   *
   * @param path the key it stands under, for messages
   * @param yaml its own keys and values
   */
  YamlDescription(String path, Map<?, ?> yaml) {
    this.path = path;
    this.yaml = yaml;
  }

  /** Refuses keys that are not these. */
  void onlyHas(Set<String> allowed) {
    for (Object key : yaml.keySet()) {
      if (!(key instanceof String text) || !allowed.contains(text)) {
        throw new IllegalArgumentException(
            path
                + ": "
                + (WORD.matcher(String.valueOf(key)).matches()
                    ? "'" + key + "'"
                    : "what stands there")
                + " is not a key; "
                + String.join(", ", new TreeSet<>(allowed))
                + " are");
      }
    }
  }

  boolean has(String key) {
    return yaml.get(key) != null;
  }

  /** The value as it stands. */
  @Nullable Object value(String key) {
    return yaml.get(key);
  }

  /** A text that has to be there. */
  String text(String key) {
    return maybeText(key).orElseThrow(() -> refused(key, null, "a text has to be given"));
  }

  Optional<String> maybeText(String key) {
    Object value = yaml.get(key);
    if (value == null || value instanceof String) {
      return Optional.ofNullable((String) value);
    }
    throw refused(key, value, "a text is");
  }

  Pointer pointer(String key) {
    return maybePointer(key)
        .orElseThrow(() -> refused(key, null, "a JSON pointer such as /value has to be given"));
  }

  Optional<Pointer> maybePointer(String key) {
    return maybeText(key).map(text -> parsed(key, text, Pointer::parse));
  }

  boolean flag(String key, boolean unsaid) {
    Object value = yaml.get(key);
    if (value == null) {
      return unsaid;
    }
    if (value instanceof Boolean flag) {
      return flag;
    }
    throw refused(key, value, "true or false is");
  }

  /** A length of time, at most a day. */
  Duration duration(String key, Duration least, Duration unsaid) {
    return maybeText(key).map(text -> duration(key, text, least)).orElse(unsaid);
  }

  private Duration duration(String key, String text, Duration least) {
    if (DURATION.matcher(text).matches()) {
      Duration duration = Duration.parse("PT" + text);
      if (duration.compareTo(least) >= 0 && duration.compareTo(LONGEST) <= 0) {
        return duration;
      }
    }
    throw refused(key, text, least.toSeconds() + "s to 24h is, such as 90s, 30m or 1h");
  }

  /** One of some values, by the name that each has; {@code unspecified} is none. */
  <E> E oneOf(String key, E[] values, Function<E, String> name) {
    return oneOf(path + "." + key, maybeText(key).orElse(""), values, name);
  }

  /** The value of that name, for a configuration key. */
  static <E> E oneOf(String key, String text, E[] values, Function<E, String> name) {
    return Arrays.stream(values)
        .filter(value -> !name.apply(value).equals(UNSPECIFIED) && name.apply(value).equals(text))
        .findFirst()
        .orElseThrow(() -> refusedAt(key, text, allowed(values, name)));
  }

  private static <E> String allowed(E[] values, Function<E, String> name) {
    return Arrays.stream(values)
        .map(name)
        .filter(label -> !label.equals(UNSPECIFIED))
        .collect(Collectors.joining(" or ", "", " is"));
  }

  private <T> T parsed(String key, String text, Function<String, T> parser) {
    try {
      return parser.apply(text);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(path + "." + key + ": " + e.getMessage(), e);
    }
  }

  IllegalArgumentException refused(String key, @Nullable Object value, String allowed) {
    return refusedAt(path + "." + key, value, allowed);
  }

  private static IllegalArgumentException refusedAt(
      String key, @Nullable Object value, String allowed) {
    return new IllegalArgumentException(
        value == null
            ? key + " is missing; " + allowed
            : key + ": " + shown(value) + " is not allowed; " + allowed);
  }

  // A map or list of YAML may have itself in it: its text would have no end.
  private static String shown(@Nullable Object value) {
    boolean isPlain =
        value instanceof String || value instanceof Number || value instanceof Boolean;
    return isPlain ? "'" + value + "'" : "a map or list";
  }
}
