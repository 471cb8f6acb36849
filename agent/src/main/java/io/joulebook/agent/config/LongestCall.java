package io.joulebook.agent.config;

import java.time.Duration;
import java.util.regex.Pattern;

/**
 * The longest time that a call may take. One that has not ended by then is settled with what it has
 * used, its end being taken for lost.
 *
 * @param time 1 s to 30 days
 */
public record LongestCall(Duration time) {
  static final String ALLOWED = "1s to 720h, e.g. 90s, 30m or 6h";

  private static final Pattern TEXT = Pattern.compile("(\\d{1,7})([smh])");
  private static final Duration MOST = Duration.ofDays(30);

  static LongestCall parse(String text) {
    if (!TEXT.matcher(text).matches()) {
      throw new IllegalArgumentException("not a duration");
    }
    Duration time = Duration.parse("PT" + text);
    if (time.isZero() || time.compareTo(MOST) > 0) {
      throw new IllegalArgumentException("out of range");
    }
    return new LongestCall(time);
  }
}
