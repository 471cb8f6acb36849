package io.joulebook.collector.config;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A map of the configuration file, read key by key; messages name the key, the value and its place.
 */
public final class ConfigTree {
  private static final BigDecimal MOST = BigDecimal.valueOf(1_000_000_000_000L);

  /** A name, and hardly a key or password. */
  private static final Pattern WORD = Pattern.compile("[A-Za-z]{1,20}(-[A-Za-z]{1,20}){0,3}");

  private final String place;
  private final Map<?, ?> map;

  /**
   * The map at a place.
   *
   * @throws IllegalArgumentException if it is none, or has other keys
   */
  public ConfigTree(String place, @Nullable Object value, Set<String> keys) {
    this.place = place;
    if (!(value instanceof Map<?, ?> found)) {
      throw new IllegalArgumentException(place + " must be a map");
    }
    map = found;
    for (Object key : found.keySet()) {
      if (!keys.contains(String.valueOf(key))) {
        throw new IllegalArgumentException(
            place
                + " has an unknown key "
                + (WORD.matcher(String.valueOf(key)).matches() ? key : "that is no word")
                + "; allowed are: "
                + new TreeSet<>(keys));
      }
    }
  }

  /** The elements of a list of maps, each given to a reader; a bad one becomes a complaint. */
  public static <T> List<T> each(
      String key,
      Object value,
      Set<String> keys,
      Function<ConfigTree, T> reader,
      List<String> complaints) {
    if (!(value instanceof List<?> list)) {
      complaints.add(key + " must be a list of maps");
      return List.of();
    }
    List<T> read = new ArrayList<>();
    for (int i = 0; i < list.size(); i++) {
      try {
        read.add(reader.apply(new ConfigTree(key + "[" + i + "]", list.get(i), keys)));
      } catch (IllegalArgumentException e) {
        complaints.add(said(key + "[" + i + "]", String.valueOf(e.getMessage())));
      }
    }
    return read;
  }

  private static String said(String place, String why) {
    return (why.startsWith(place) ? why : place + ": " + why) + ": left out";
  }

  /** Where it stands, for messages. */
  public String place() {
    return place;
  }

  /** Whether something stands there. */
  public boolean has(String key) {
    return map.get(key) != null;
  }

  /** What stands there; a list or a map is no text, and may refer to itself. */
  public Optional<String> text(String key) {
    Object value = map.get(key);
    if (value instanceof List || value instanceof Map) {
      throw refused(key, "a single value");
    }
    return Optional.ofNullable(value).map(String::valueOf);
  }

  private static String shown(@Nullable Object value) {
    return value instanceof List ? "a list" : value instanceof Map ? "a map" : value + "";
  }

  /** The elements of a list of texts, or the one text that stands there. */
  public List<String> texts(String key) {
    Object value = map.get(key);
    return value instanceof List<?> list
        ? list.stream().map(ConfigTree::shown).toList()
        : text(key).stream().toList();
  }

  /** A number of a dozen digits or less; YAML may have turned it into one with an exponent. */
  public Optional<BigDecimal> number(String key) {
    return text(key).map(text -> number(key, text));
  }

  private BigDecimal number(String key, String text) {
    if (!text.matches("[0-9]{1,12}(\\.[0-9]{1,16})?(E-?[0-9]{1,2})?")) {
      throw refused(key, "a plain number that is not negative");
    }
    BigDecimal number = new BigDecimal(text);
    if (number.compareTo(MOST) > 0) {
      throw refused(key, "at most " + MOST.toPlainString());
    }
    return number;
  }

  /**
   * A number that has to be there.
   *
   * @throws IllegalArgumentException if there is none
   */
  public BigDecimal required(String key) {
    return number(key).orElseThrow(() -> lacks(key));
  }

  /** What stands there, as it stands. */
  public @Nullable Object value(String key) {
    return map.get(key);
  }

  /**
   * A text that has to be there.
   *
   * @throws IllegalArgumentException if there is none
   */
  public String requiredText(String key) {
    return text(key).orElseThrow(() -> lacks(key));
  }

  private IllegalArgumentException lacks(String key) {
    return new IllegalArgumentException(place + " lacks " + key);
  }

  /** True or false. */
  public Optional<Boolean> flag(String key) {
    Object value = map.get(key);
    if (value == null || value instanceof Boolean) {
      return Optional.ofNullable((Boolean) value);
    }
    throw refused(key, "true or false");
  }

  /** A length of time between these, both allowed. */
  public Optional<Duration> duration(String key, Duration least, Duration most) {
    return text(key).map(text -> duration(key, text, least, most));
  }

  private Duration duration(String key, String text, Duration least, Duration most) {
    try {
      return TimeSpan.parse(text, least, most);
    } catch (IllegalArgumentException e) {
      throw refused(
          key, least.toSeconds() + "s to " + most.toHours() + "h, such as 90s, 30m or 1h");
    }
  }

  /**
   * One of some values, by the name that each has.
   *
   * @throws IllegalArgumentException if it is none of them, or nothing stands there
   */
  public <E> E oneOf(String key, Collection<E> values, Function<E, String> name) {
    String text = requiredText(key);
    return values.stream()
        .filter(value -> name.apply(value).equals(text))
        .findFirst()
        .orElseThrow(
            () -> refused(key, values.stream().map(name).collect(Collectors.joining(" or "))));
  }

  /** What a parser makes of the text that stands there. */
  public <T> Optional<T> parsed(String key, Function<String, T> parser) {
    return text(key).map(text -> parsed(key, text, parser));
  }

  private <T> T parsed(String key, String text, Function<String, T> parser) {
    try {
      return parser.apply(text);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(place + "." + key + ": " + e.getMessage(), e);
    }
  }

  /** That the value of a key is not allowed. */
  public IllegalArgumentException refused(String key, String allowed) {
    return new IllegalArgumentException(
        place + "." + key + " is \"" + shown(map.get(key)) + "\": it must be " + allowed);
  }
}
