package io.joulebook.collector;

import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A pattern with {@code *} for any characters and {@code ?} for one; all else stands for itself.
 *
 * @param text the pattern
 * @param pattern the same as a regular expression
 */
public record Glob(String text, Pattern pattern) {
  /** The glob that a text is; every text is one. */
  public static Glob of(String text) {
    String regex =
        text.chars()
            .mapToObj(
                c ->
                    switch (c) {
                      case '*' -> ".*";
                      case '?' -> ".";
                      default -> Pattern.quote(Character.toString(c));
                    })
            .collect(Collectors.joining());
    return new Glob(text, Pattern.compile(regex, Pattern.DOTALL));
  }

  /** Whether all of a name is as the pattern says. */
  public boolean matches(String name) {
    return pattern.matcher(name).matches();
  }

  @Override
  public String toString() {
    return text;
  }
}
