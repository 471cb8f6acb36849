package io.joulebook.agent.config;

import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How often a power source is read.
 *
 * @param fixed the time between readings; empty for {@code auto}: a fifth of the sensor's period
 */
public record SamplePeriod(Optional<Duration> fixed) {
  static final String ALLOWED = "auto, or 1ms to 10s, e.g. 20ms";

  private static final Pattern TEXT = Pattern.compile("(\\d{1,5})(ms|s)");

  static SamplePeriod parse(String text) {
    if (text.equals("auto")) {
      return new SamplePeriod(Optional.empty());
    }
    Matcher matcher = TEXT.matcher(text);
    if (!matcher.matches()) {
      throw new IllegalArgumentException("not a duration");
    }
    long number = Long.parseLong(matcher.group(1));
    Duration period =
        matcher.group(2).equals("ms") ? Duration.ofMillis(number) : Duration.ofSeconds(number);
    if (period.isZero() || period.compareTo(Duration.ofSeconds(10)) > 0) {
      throw new IllegalArgumentException("out of range");
    }
    return new SamplePeriod(Optional.of(period));
  }
}
