package io.joulebook.collector.feed;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** How asking a feed went. */
public sealed interface FetchOutcome {
  /** The value of the metric label {@code outcome}. */
  String label();

  /**
   * It answered. The readings are as the feed spelt them and not checked yet.
   *
   * @param readings what it said, in its order
   * @param bodySha256 hash of the response, in lower-case hexadecimal
   */
  record Answered(List<IntensityReading> readings, String bodySha256) implements FetchOutcome {
    public Answered {
      readings = List.copyOf(readings);
    }

    @Override
    public String label() {
      return "ok";
    }
  }

  /** It answered that it has nothing for that time. */
  record NoData() implements FetchOutcome {
    @Override
    public String label() {
      return "no_data";
    }
  }

  /**
   * It was asked too often.
   *
   * @param retryAfter how long it wants to be left alone, if it says
   */
  record RateLimited(Optional<Duration> retryAfter) implements FetchOutcome {
    @Override
    public String label() {
      return "rate_limited";
    }
  }

  /**
   * It rejected our credentials (401), or was not asked because they cannot be read.
   *
   * @param asked whether it was asked
   */
  record AuthFailed(boolean asked) implements FetchOutcome {
    /** It was asked, and rejected them. */
    public AuthFailed() {
      this(true);
    }

    @Override
    public String label() {
      return "auth_failed";
    }
  }

  /** It knows us, and our plan does not include this. */
  record NotEntitled() implements FetchOutcome {
    @Override
    public String label() {
      return "not_entitled";
    }
  }

  /** It does not know the zone, or the path. */
  record UnknownZone() implements FetchOutcome {
    @Override
    public String label() {
      return "unknown_zone";
    }
  }

  /** It has been closed for good. */
  record Gone() implements FetchOutcome {
    @Override
    public String label() {
      return "gone";
    }
  }

  /**
   * It answered with something that is not an answer.
   *
   * @param rejection what is wrong with it
   */
  record Malformed(Rejection rejection) implements FetchOutcome {
    @Override
    public String label() {
      return "malformed";
    }
  }

  /**
   * It could not be reached, failed, or took too long.
   *
   * @param retryAfter how long it wants to be left alone, if it says
   */
  record Unreachable(Optional<Duration> retryAfter) implements FetchOutcome {
    @Override
    public String label() {
      return "unreachable";
    }
  }
}
