package io.joulebook.collector.config;

import java.time.Duration;
import java.util.regex.Pattern;

/** Times with their unit: {@code 90s}, {@code 30m}, {@code 6h}. */
public final class TimeSpan {
  private static final Pattern TEXT = Pattern.compile("(\\d{1,7})([smh])");

  private TimeSpan() {}

  /**
   * The time that a text states.
   *
   * @throws IllegalArgumentException if it is none, or not between these, both allowed
   */
  public static Duration parse(String text, Duration least, Duration most) {
    if (!TEXT.matcher(text).matches()) {
      throw new IllegalArgumentException("not a duration");
    }
    Duration time = Duration.parse("PT" + text);
    if (time.compareTo(least) < 0 || time.compareTo(most) > 0) {
      throw new IllegalArgumentException("out of range");
    }
    return time;
  }
}
