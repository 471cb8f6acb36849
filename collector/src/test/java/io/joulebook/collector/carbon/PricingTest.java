package io.joulebook.collector.carbon;

import static io.joulebook.collector.grid.Said.DE;
import static io.joulebook.collector.grid.Said.METHOD;
import static io.joulebook.collector.grid.Said.by;
import static org.assertj.core.api.Assertions.assertThat;

import io.joulebook.collector.Joules;
import io.joulebook.collector.grid.Decision;
import io.joulebook.collector.grid.FeedName;
import io.joulebook.collector.grid.FeedNames;
import io.joulebook.collector.grid.IntensityRecord;
import io.joulebook.collector.grid.IntensityResult;
import io.joulebook.collector.grid.IntensityResult.Price;
import io.joulebook.collector.grid.Ladder;
import io.joulebook.collector.grid.LiveRung;
import io.joulebook.collector.grid.RecordKind;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class PricingTest {
  private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
  private static final Duration FIVE = Duration.ofMinutes(5);
  private static final Instant MUCH_LATER = NOON.plus(Duration.ofDays(2));
  private static final FeedName FEED = FeedNames.ELECTRICITY_MAPS;
  private static final long KILOWATT_HOUR = 3_600_000_000_000L;

  private final Pricing pricing = pricing(Ladder.nothing(), "1.2");
  private final Taken taken = new Taken();

  @Test
  void energyWaitsForThePriceOfItsFiveMinutes() {
    use(1_000, NOON, NOON.plusSeconds(10));
    assertThat(pricing.settle(NOON.plusSeconds(600))).isEmpty();
    assertThat(taken.waiting).isEqualTo(1_000);
    say(250, NOON);

    List<Decision> decisions = pricing.settle(NOON.plusSeconds(601));

    assertThat(decisions).extracting(Decision::bucket).containsExactly(NOON);
    assertThat(taken.waiting).isZero();
    assertThat(taken.micros).containsExactly(Map.entry(NOON, 1_000L));
  }

  @Test
  void energyThatComesLateGetsThePriceAsFirstKnownWhateverIsKnownBetter() {
    use(1_000, NOON, NOON.plusSeconds(10));
    say(250, NOON);
    pricing.settle(NOON.plusSeconds(600));
    say(200, NOON);
    use(500, NOON, NOON.plusSeconds(10));

    assertThat(taken.quotes).hasSize(2).allMatch(quote -> grams(quote) == 250);
  }

  @Test
  void energyThatWaitsIsPricedByTheDecisionOfAnEarlierRunAsSoonAsThatIsKnown() {
    use(1_000, NOON, NOON.plusSeconds(10));
    say(77, NOON);
    Pricing earlier = pricing(Ladder.nothing(), "1");
    earlier.learn(List.of(record(77, NOON)));
    earlier.price(Joules.ofMicros(1), NOON, NOON, new Taken());
    earlier.settle(NOON).forEach(pricing::adopt);

    assertThat(taken.waiting).isZero();
    say(250, NOON);
    assertThat(pricing.settle(NOON)).isEmpty();
    assertThat(taken.quotes).singleElement().satisfies(q -> assertThat(grams(q)).isEqualTo(77));
  }

  @Test
  void energyOfTooLongAgoHasNoPriceAndLeavesNoDecision() {
    use(1_000, NOON, NOON.plusSeconds(10));
    pricing.settle(MUCH_LATER);
    use(7, NOON.minus(Duration.ofDays(100)), NOON.minus(Duration.ofDays(100)));

    assertThat(pricing.settle(MUCH_LATER)).isEmpty();
    assertThat(taken.quotes)
        .last()
        .isEqualTo(new IntensityResult.Unpriced(IntensityResult.Reason.TOO_OLD));
  }

  @Test
  void aCallAcrossABoundaryPaysBothPrices() {
    say(100, NOON);
    say(300, NOON.plus(FIVE));
    use(1_000, NOON.plusSeconds(270), NOON.plusSeconds(390));
    pricing.settle(NOON.plusSeconds(600));

    assertThat(taken.micros)
        .containsExactly(Map.entry(NOON, 250L), Map.entry(NOON.plus(FIVE), 750L));
    assertThat(taken.quotes).extracting(PricingTest::grams).containsExactly(100L, 300L);
  }

  @Test
  void whatIsNeverPricedIsSaidToBeSoAndIsNotPricedAtNothing() {
    use(1_000, NOON, NOON.plusSeconds(10));
    pricing.settle(MUCH_LATER);

    assertThat(taken.quotes).singleElement().isInstanceOf(IntensityResult.Unpriced.class);
    assertThat(restated()).isEmpty();
  }

  @Test
  void aRevisionIsRestatedUpAndDownApartWithTheFacilityFactorOnce() {
    measure(KILOWATT_HOUR, NOON);
    say(250, NOON);
    pricing.settle(MUCH_LATER);
    say(240, NOON);
    say(270, NOON);

    assertThat(restated())
        .containsExactly(Map.entry("down", 12_000_000_000L), Map.entry("up", 36_000_000_000L));
  }

  @Test
  void energyOfRestatedFiveMinutesIsRestatedAsItComes() {
    measure(KILOWATT_HOUR, NOON);
    say(250, NOON);
    pricing.settle(MUCH_LATER);
    say(240, NOON);
    measure(KILOWATT_HOUR, NOON);

    assertThat(restated()).containsExactly(Map.entry("down", 24_000_000_000L));
  }

  @Test
  void energyThatHadNoPriceIsRestatedWholeWhenItsPriceBecomesKnown() {
    measure(KILOWATT_HOUR, NOON);
    pricing.settle(MUCH_LATER);
    say(250, NOON);

    assertThat(restated()).containsExactly(Map.entry("up", 300_000_000_000L));
  }

  @Property(tries = 300)
  void bookedAndRestatedAddUpToThePriceKnownLast(
      @ForAll @Size(min = 1, max = 40) List<@IntRange(min = 0, max = 999) Integer> script,
      @ForAll @LongRange(min = 1, max = 10_000_000_000L) long micros) {
    Pricing books = pricing(Ladder.nothing(), "1.1");
    GramsAccumulator first = new GramsAccumulator();
    long measured = 0;
    OptionalGrams known = new OptionalGrams();
    Instant now = NOON;
    for (int step : script) {
      now = now.plusSeconds(step);
      if (step % 3 == 0) {
        measured += micros;
        books.price(Joules.ofMicros(micros), NOON, NOON.plusSeconds(1), booking(books, first));
      } else if (step % 3 == 1) {
        known.grams = 1L + step;
        books.learn(List.of(record(1L + step, NOON)));
      } else {
        books.settle(now);
      }
    }
    books.settle(MUCH_LATER);

    long restated =
        restated(books).getOrDefault("up", 0L) - restated(books).getOrDefault("down", 0L);
    BigInteger exact =
        BigInteger.valueOf(measured)
            .multiply(BigInteger.valueOf(known.grams * 1_000L * 1_100L))
            .divide(BigInteger.valueOf(3_600_000_000L));
    assertThat(first.total().nanos() + restated).isCloseTo(exact.longValueExact(), within3());
  }

  @Property(tries = 200)
  void noMicrojouleIsLostWhileItWaits(
      @ForAll @Size(min = 1, max = 60) List<@IntRange(min = 0, max = 9_999) Integer> script) {
    Pricing books = pricing(Ladder.nothing(), "1");
    Taken sink = new Taken();
    long given = 0;
    Instant now = NOON;
    for (int step : script) {
      now = now.plusSeconds(step % 700);
      if (step % 4 == 0) {
        books.learn(List.of(record(1L + step % 1_000, now.truncatedTo(ChronoUnit.HOURS))));
      } else if (step % 4 == 1) {
        books.settle(now);
      } else {
        given += step;
        books.price(Joules.ofMicros(step), now.minusSeconds(step % 2_000), now, sink);
      }
      long taken = sink.micros.values().stream().mapToLong(Long::longValue).sum();
      assertThat(taken + sink.waiting).isEqualTo(given);
    }
    books.settle(MUCH_LATER.plus(Duration.ofDays(30)));
    assertThat(sink.waiting).isZero();
  }

  private static final class OptionalGrams {
    long grams;
  }

  // Each of the three sums is rounded down once.
  private static org.assertj.core.data.Offset<Long> within3() {
    return org.assertj.core.data.Offset.offset(3L);
  }

  private static Pricing.Sink booking(Pricing books, GramsAccumulator tally) {
    return (bucket, quote, part) -> {
      if (quote instanceof Price price) {
        tally.add(part, price.intensity(), books.pue());
      }
      books.noteMeasured(bucket, quote, "nvml", part);
    };
  }

  private void measure(long micros, Instant from) {
    pricing.price(
        Joules.ofMicros(micros),
        from,
        from.plusSeconds(1),
        booking(pricing, new GramsAccumulator()));
  }

  private void use(long micros, Instant from, Instant to) {
    pricing.price(Joules.ofMicros(micros), from, to, taken);
  }

  private void say(long grams, Instant from) {
    pricing.learn(List.of(record(grams, from)));
  }

  private static IntensityRecord record(long grams, Instant from) {
    return by(FEED, RecordKind.ACTUAL, grams, from, FIVE);
  }

  private Map<String, Long> restated() {
    return restated(pricing);
  }

  private static Map<String, Long> restated(Pricing pricing) {
    Map<String, Long> sums = new LinkedHashMap<>();
    pricing
        .restatements()
        .each((zone, way, source, grams) -> sums.merge(way.label(), grams.nanos(), Long::sum));
    return sums;
  }

  private static long grams(IntensityResult quote) {
    return ((Price) quote).intensity().milligramsPerKwh() / 1_000;
  }

  private static Pricing pricing(IntensityResult timeless, String pue) {
    LiveRung rung = new LiveRung(FEED, Duration.ofHours(1));
    Ladder ladder = Ladder.live(DE, METHOD, List.of(rung), Duration.ZERO, timeless, Ladder.MEMORY);
    return new Pricing(ladder, Optional.of(Pue.parse(pue)));
  }

  private static final class Taken implements Pricing.Sink {
    private final Map<Instant, Long> micros = new LinkedHashMap<>();
    private final List<IntensityResult> quotes = new ArrayList<>();
    private long waiting;

    @Override
    public void take(Instant bucket, IntensityResult quote, long part) {
      micros.merge(bucket, part, Long::sum);
      quotes.add(quote);
    }

    @Override
    public void waiting(long more) {
      waiting += more;
    }
  }
}
