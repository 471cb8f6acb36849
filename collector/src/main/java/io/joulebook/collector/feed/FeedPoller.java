package io.joulebook.collector.feed;

import io.joulebook.collector.grid.IntensityRecord;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

/**
 * One feed being watched: what it is asked when, and what becomes of the answer. One thread asks;
 * the {@link #status} may be read by any.
 */
final class FeedPoller {
  private static final Duration LEAST_LOOK_BACK = Duration.ofHours(3);

  /** What every feed can answer in one response. */
  private static final Duration MOST_LOOK_BACK = Duration.ofHours(24);

  private static final Duration FRUITLESS = Duration.ofHours(1);
  private static final List<Integer> REVISITED_DAYS = List.of(1, 7, 30, 90);

  private final PolledFeed watched;
  private final FeedFacts facts;
  private final InstantSource clock;
  private final Consumer<List<IntensityRecord>> learned;
  private final Consumer<String> complain;
  private final RetryPolicy plan;
  private final List<Backfill> revisits;
  private final RecordDeduplicator known = new RecordDeduplicator();
  private final FeedTally tally;
  private final Set<String> complained = new HashSet<>();
  private Instant answered;
  private Optional<Instant> fruitlessSince = Optional.empty();
  private boolean fruitlessSaid;

  FeedPoller(
      PolledFeed watched,
      InstantSource clock,
      Consumer<List<IntensityRecord>> learned,
      Consumer<String> complain,
      RandomGenerator random) {
    this.watched = watched;
    this.clock = clock;
    this.learned = learned;
    this.complain = complain;
    facts = watched.feed().facts();
    Instant start = clock.instant();
    answered = start.minus(MOST_LOOK_BACK);
    plan = new RetryPolicy(facts, random, start);
    revisits =
        (facts.revises() ? REVISITED_DAYS.stream() : Stream.<Integer>empty())
            .map(daysAgo -> new Backfill(daysAgo, random, start))
            .toList();
    tally = new FeedTally(facts.name());
  }

  FeedStatus status() {
    return tally.status();
  }

  boolean isDue(Instant now) {
    return plan.isDue(now) || revisit(now).isPresent();
  }

  /** When it is to be asked next. */
  Instant due() {
    return plan.isHealthy()
        ? Stream.concat(Stream.of(plan.next()), revisits.stream().map(Backfill::due))
            .min(Comparator.naturalOrder())
            .orElseThrow()
        : plan.next();
  }

  /** Old days wait until the feed answers for the present again. */
  private Optional<Backfill> revisit(Instant now) {
    return plan.isHealthy()
        ? revisits.stream()
            .filter(revisit -> revisit.isDue(now))
            .min(Comparator.comparing(Backfill::due))
        : Optional.empty();
  }

  /** Asks it what is due then, the present before the past. */
  void ask(Instant now) {
    if (plan.isDue(now)) {
      askForPresent(now);
    } else {
      revisit(now).ifPresent(revisit -> askForPast(revisit, now));
    }
    tally.publish(plan.isPaused());
  }

  private void askForPresent(Instant now) {
    PollResult result = fetch(now.minus(lookBack(now)), now.plus(facts.resolution()));
    plan.after(result.outcome(), clock.instant());
    if (plan.isHealthy()) {
      answered = now;
    }
    learn(result);
    complain(result.outcome());
    watchFruit(result, clock.instant());
  }

  // A counter alone is not seen by whoever has no alert on it.
  private void watchFruit(PollResult result, Instant now) {
    if (!result.records().isEmpty()) {
      if (fruitlessSaid) {
        say("the grid feed " + facts.name() + " answers with values again");
      }
      fruitlessSince = Optional.empty();
      fruitlessSaid = false;
      return;
    }
    Instant since = fruitlessSince.orElse(now);
    fruitlessSince = Optional.of(since);
    boolean told = OperatorMessage.of(facts.name(), watched.keys(), result.outcome()).isPresent();
    if (!fruitlessSaid && !told && !now.isBefore(since.plus(FRUITLESS))) {
      fruitlessSaid = true;
      say(OperatorMessage.ofFruitless(facts.name(), result.label(), result.rejected().keySet()));
    }
  }

  private void say(String line) {
    try {
      complain.accept(line);
    } catch (RuntimeException whoeverIsToldMayFail) {
      return;
    }
  }

  /** As far as anything may have been missed since it last answered, or before the start. */
  private Duration lookBack(Instant now) {
    Duration usual = facts.resolution().multipliedBy(2).plus(facts.lag());
    Duration missed = usual.plus(Duration.between(answered, now));
    Duration enough = longer(longer(usual, LEAST_LOOK_BACK), missed);
    return enough.compareTo(MOST_LOOK_BACK) < 0 ? enough : MOST_LOOK_BACK;
  }

  private static Duration longer(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? other : one;
  }

  /**
   * What a feed says of the past, be it that our plan does not include it, is no reason to ask it
   * less for the present; only that it is down or has had enough is.
   */
  private void askForPast(Backfill revisit, Instant now) {
    Instant day = revisit.day(now);
    PollResult result = fetch(day, day.plus(1, ChronoUnit.DAYS));
    if (isOutOfReach(result.outcome())) {
      plan.after(result.outcome(), clock.instant());
    }
    revisit.after(isAnswer(result.outcome()), clock.instant());
    learn(result);
  }

  // What it will not say it will not say in an hour either; rubbish may be over by then.
  private static boolean isAnswer(FetchOutcome outcome) {
    return !isOutOfReach(outcome) && !(outcome instanceof FetchOutcome.Malformed);
  }

  private static boolean isOutOfReach(FetchOutcome outcome) {
    return outcome instanceof FetchOutcome.Unreachable
        || outcome instanceof FetchOutcome.RateLimited;
  }

  private PollResult fetch(Instant from, Instant to) {
    try {
      FetchOutcome outcome = watched.feed().fetch(from, to);
      return outcome instanceof FetchOutcome.Answered answered
          ? PollResult.of(answered, watched.check().check(answered, clock.instant()))
          : PollResult.of(outcome);
    } catch (RuntimeException | LinkageError e) {
      return PollResult.FAILED;
    }
  }

  private void learn(PollResult result) {
    tally.request(result.label());
    tally.rejected(result.rejected());
    if (!result.records().isEmpty()) {
      tally.taken(result.records(), clock.instant());
      pass(known.news(result.records(), clock.instant()));
    }
  }

  private void pass(List<IntensityRecord> news) {
    try {
      if (!news.isEmpty()) {
        learned.accept(news);
      }
    } catch (RuntimeException | LinkageError e) {
      known.forget(news);
      tally.request(PollResult.FAILED.label());
    }
  }

  /** Once per kind of trouble; whoever is told may fail, and nothing depends on it. */
  private void complain(FetchOutcome outcome) {
    Optional<String> line = OperatorMessage.of(facts.name(), watched.keys(), outcome);
    if (line.isPresent() && complained.add(line.get())) {
      try {
        complain.accept(line.get());
      } catch (RuntimeException e) {
        complained.remove(line.get());
      }
    }
  }
}
