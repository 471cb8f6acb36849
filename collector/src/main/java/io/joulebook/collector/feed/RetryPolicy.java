package io.joulebook.collector.feed;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * When a feed is to be asked next, by how it answered last.
 *
 * <p>While all is well the polls lie on a lattice in time whose step is the feed's poll and which
 * the feed's lag shifts, so that a value is asked for soon after it is published; a little chance
 * is added to each, so that a fleet does not ask as one. Failures are retried after 30 s, 1, 2 and
 * 4 minutes; after five in a row the feed is left alone for a quarter of an hour between single
 * probes. What only a person can mend is tried again after hours. Not thread-safe.
 */
final class RetryPolicy {
  private static final Duration SHORTEST_POLL = Duration.ofSeconds(1);
  private static final Duration FIRST_BACKOFF = Duration.ofSeconds(30);
  private static final int FAILURES_TO_PAUSE = 5;
  private static final Duration PAUSE = Duration.ofMinutes(15);
  private static final Duration LONGEST_RETRY_AFTER = Duration.ofHours(1);
  private static final Duration AUTH_FAILED = Duration.ofHours(1);
  private static final Duration MISCONFIGURED = Duration.ofHours(6);
  private static final Duration CLOCK_STEP = Duration.ofMinutes(1);

  private final long pollSeconds;
  private final long lagSeconds;
  private final RandomGenerator random;
  private Instant next;
  private Instant asked;
  private int failures;
  private boolean healthy;

  /** To be asked at once. */
  RetryPolicy(FeedFacts facts, RandomGenerator random, Instant start) {
    pollSeconds = Math.max(facts.poll().toSeconds(), SHORTEST_POLL.toSeconds());
    lagSeconds = facts.lag().toSeconds();
    this.random = random;
    next = start;
    asked = start;
  }

  /** When it is to be asked next; {@link Instant#MAX} if never again. */
  Instant next() {
    return next;
  }

  /** Whether it is to be asked now: it is time, or the clock was set back and time is unknown. */
  boolean isDue(Instant now) {
    boolean steppedBack = now.isBefore(asked.minus(CLOCK_STEP)) && !next.equals(Instant.MAX);
    return steppedBack || !now.isBefore(next);
  }

  /** Whether it answered when it was last asked. */
  boolean isHealthy() {
    return healthy;
  }

  /** Whether it failed so often in a row that it is only probed. */
  boolean isPaused() {
    return failures >= FAILURES_TO_PAUSE;
  }

  /** Takes note of how it answered. */
  void after(FetchOutcome outcome, Instant now) {
    asked = now;
    healthy = outcome instanceof FetchOutcome.Answered || outcome instanceof FetchOutcome.NoData;
    failures = isFailure(outcome) ? Math.min(failures + 1, FAILURES_TO_PAUSE) : 0;
    if (outcome instanceof FetchOutcome.Gone) {
      next = Instant.MAX;
    } else {
      next = healthy ? nextPoll(now) : now.plus(pause(outcome));
    }
  }

  private static boolean isFailure(FetchOutcome outcome) {
    return outcome instanceof FetchOutcome.Unreachable
        || outcome instanceof FetchOutcome.Malformed
        || outcome instanceof FetchOutcome.RateLimited;
  }

  /** Half a poll away at least, for the first request came at any time. */
  private Instant nextPoll(Instant now) {
    long least = now.getEpochSecond() + pollSeconds / 2;
    long past = Math.floorMod(least - lagSeconds, pollSeconds);
    Instant point = Instant.ofEpochSecond(past == 0 ? least : least - past + pollSeconds);
    return point.plus(upTo(Duration.ofSeconds(pollSeconds).dividedBy(10)));
  }

  private Duration pause(FetchOutcome outcome) {
    if (outcome instanceof FetchOutcome.AuthFailed) {
      return withSomeChance(AUTH_FAILED);
    }
    if (!isFailure(outcome)) {
      return withSomeChance(MISCONFIGURED);
    }
    Duration own = isPaused() ? withSomeChance(PAUSE) : backoff();
    return retryAfter(outcome).map(asked -> longer(own, withSomeChance(asked))).orElse(own);
  }

  private Duration backoff() {
    Duration pause = FIRST_BACKOFF.multipliedBy(1L << (failures - 1));
    return pause.plus(upTo(pause.dividedBy(2)));
  }

  /** Of ten years an hour: a server that errs must not silence a feed. */
  private static Optional<Duration> retryAfter(FetchOutcome outcome) {
    Optional<Duration> told = Optional.empty();
    if (outcome instanceof FetchOutcome.RateLimited limited) {
      told = limited.retryAfter();
    } else if (outcome instanceof FetchOutcome.Unreachable unreachable) {
      told = unreachable.retryAfter();
    }
    return told.map(wait -> wait.compareTo(LONGEST_RETRY_AFTER) > 0 ? LONGEST_RETRY_AFTER : wait);
  }

  private static Duration longer(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? other : one;
  }

  private Duration withSomeChance(Duration pause) {
    return pause.plus(upTo(pause.dividedBy(10)));
  }

  private Duration upTo(Duration most) {
    return Duration.ofNanos(random.nextLong(most.toNanos() + 1));
  }
}
