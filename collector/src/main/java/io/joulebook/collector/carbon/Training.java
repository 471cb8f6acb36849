package io.joulebook.collector.carbon;

import io.joulebook.collector.Glob;
import io.joulebook.collector.Grams;
import java.math.BigInteger;

/**
 * What training a model emitted, as whoever runs it states it, spread over the calls that it is
 * expected to serve. It is kept apart from everything else: a model's provider answers for
 * training, its consumer for use (SCI for AI).
 *
 * @param model which models this is said of, by name
 * @param total greenhouse gas of training one of them
 * @param calls how many calls it is expected to serve, all hosts together; at least 1
 */
public record Training(Glob model, Grams total, long calls) {
  /** An absurd figure must not cost a whole scrape. */
  static final BigInteger MOST = BigInteger.valueOf(Long.MAX_VALUE);

  public Training {
    if (total.nanos() <= 0 || calls < 1) {
      throw new IllegalArgumentException("training needs grams above 0, and at least one call");
    }
  }

  /**
   * The part that so many calls bear, rounded down to the nanogram; at most what a {@link Grams}
   * holds.
   */
  public Grams of(long served) {
    return Grams.ofNanos(
        BigInteger.valueOf(total.nanos())
            .multiply(BigInteger.valueOf(served))
            .divide(BigInteger.valueOf(calls))
            .min(MOST)
            .longValue());
  }
}
