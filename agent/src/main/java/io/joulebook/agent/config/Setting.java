package io.joulebook.agent.config;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/**
 * One key of the configuration.
 *
 * @param key its name, e.g. {@code metrics.address}
 * @param fallback what holds if nobody sets it, as text; empty if then there is no value
 * @param allowed what may be set, for messages
 * @param parser turns text into the value; throws {@link IllegalArgumentException} if it cannot
 * @param secret whether the value is never shown, and may not stand on a command line
 * @param shown the text that stands for the value where it is shown
 * @param refused what is wrong with those parts of the text that the parser leaves out
 * @param <T> the value's type
 */
public record Setting<T>(
    String key,
    Optional<String> fallback,
    String allowed,
    Function<String, T> parser,
    boolean secret,
    UnaryOperator<String> shown,
    Function<String, List<String>> refused) {
  static <T> Setting<T> of(
      String key, String fallback, String allowed, Function<String, T> parser) {
    return new Setting<>(
        key, Optional.of(fallback), allowed, parser, false, text -> text, text -> List.of());
  }

  static <T> Setting<T> unset(String key, String allowed, Function<String, T> parser) {
    return new Setting<>(
        key, Optional.empty(), allowed, parser, false, text -> text, text -> List.of());
  }

  /** The same, shown otherwise. */
  Setting<T> shownBy(UnaryOperator<String> other) {
    return new Setting<>(key, fallback, allowed, parser, secret, other, refused);
  }

  /** The same, of which a part may be refused and the others hold. */
  Setting<T> refusing(Function<String, List<String>> parts) {
    return new Setting<>(key, fallback, allowed, parser, secret, shown, parts);
  }
}
