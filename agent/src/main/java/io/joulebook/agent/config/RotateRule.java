package io.joulebook.agent.config;

import io.joulebook.collector.config.TimeSpan;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * When a file is closed and another begun: {@code 256MiB,24h}, or one of both, the other being as
 * by default.
 *
 * @param bytes how large it may become
 * @param age how long it is written to
 */
public record RotateRule(long bytes, Duration age) {
  static final String FALLBACK = "256MiB,24h";
  static final String ALLOWED =
      "a size from 64KiB to 64GiB and a time from 1m to 8784h with a comma between them, e.g. "
          + FALLBACK
          + ", or one of both";

  private static final Pattern SIZE = Pattern.compile("([0-9]{1,5})(KiB|MiB|GiB)");
  private static final long LEAST_BYTES = 64L << 10;
  private static final long MOST_BYTES = 64L << 30;
  private static final Duration LONGEST = Duration.ofDays(366);

  static RotateRule parse(String text) {
    RotateRule rule = new RotateRule(256L << 20, Duration.ofHours(24));
    String[] parts = text.split(",", -1);
    if (parts.length > 2 || (parts.length == 2 && isSize(parts[0]) == isSize(parts[1]))) {
      throw new IllegalArgumentException("not one size and one time");
    }
    for (String part : parts) {
      rule =
          isSize(part)
              ? new RotateRule(bytes(part.strip()), rule.age)
              : new RotateRule(
                  rule.bytes, TimeSpan.parse(part.strip(), Duration.ofMinutes(1), LONGEST));
    }
    return rule;
  }

  private static boolean isSize(String part) {
    return SIZE.matcher(part.strip()).matches();
  }

  private static long bytes(String text) {
    Matcher size = SIZE.matcher(text);
    if (!size.matches()) {
      throw new IllegalArgumentException("not a size");
    }
    int shift =
        switch (size.group(2)) {
          case "KiB" -> 10;
          case "MiB" -> 20;
          default -> 30;
        };
    long bytes = Long.parseLong(size.group(1)) << shift;
    if (bytes < LEAST_BYTES || bytes > MOST_BYTES) {
      throw new IllegalArgumentException("out of range");
    }
    return bytes;
  }
}
