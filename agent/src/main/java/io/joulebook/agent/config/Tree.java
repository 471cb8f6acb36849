package io.joulebook.agent.config;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A map of the configuration file, read key by key; messages name the key, the value and its place.
 */
final class Tree {
  private static final BigDecimal MOST = BigDecimal.valueOf(1_000_000_000_000L);

  private static final Pattern WORD = Pattern.compile("[a-z-]{1,40}");

  private final String place;
  private final Map<?, ?> map;

  /**
   * The map at a place.
   *
   * @throws IllegalArgumentException if it is none, or has other keys
   */
  Tree(String place, @Nullable Object value, Set<String> keys) {
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
                + new java.util.TreeSet<>(keys));
      }
    }
  }

  /** The elements of a list of maps, each given to a reader; a bad one becomes a complaint. */
  static <T> List<T> each(
      String key,
      Object value,
      Set<String> keys,
      Function<Tree, T> reader,
      List<String> complaints) {
    if (!(value instanceof List<?> list)) {
      complaints.add(key + " must be a list of maps");
      return List.of();
    }
    List<T> read = new java.util.ArrayList<>();
    for (int i = 0; i < list.size(); i++) {
      try {
        read.add(reader.apply(new Tree(key + "[" + i + "]", list.get(i), keys)));
      } catch (IllegalArgumentException e) {
        complaints.add(said(key + "[" + i + "]", String.valueOf(e.getMessage())));
      }
    }
    return read;
  }

  private static String said(String place, String why) {
    return (why.startsWith(place) ? why : place + ": " + why) + ": left out";
  }

  String place() {
    return place;
  }

  boolean has(String key) {
    return map.get(key) != null;
  }

  /** What stands there; a list or a map is no text, and may refer to itself. */
  Optional<String> text(String key) {
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
  List<String> texts(String key) {
    Object value = map.get(key);
    return value instanceof List<?> list
        ? list.stream().map(Tree::shown).toList()
        : text(key).stream().toList();
  }

  /** A number of a dozen digits or less; YAML may have turned it into one with an exponent. */
  Optional<BigDecimal> number(String key) {
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

  BigDecimal required(String key) {
    return number(key).orElseThrow(() -> new IllegalArgumentException(place + " lacks " + key));
  }

  /** That the value of a key is not allowed. */
  IllegalArgumentException refused(String key, String allowed) {
    return new IllegalArgumentException(
        place + "." + key + " is \"" + shown(map.get(key)) + "\": it must be " + allowed);
  }
}
