package io.joulebook.collector.report;

import static io.joulebook.collector.Entries.H100;
import static io.joulebook.collector.Entries.NOON;
import static io.joulebook.collector.Entries.call;
import static io.joulebook.collector.Entries.charge;
import static io.joulebook.collector.Entries.receipt;
import static org.assertj.core.api.Assertions.assertThat;

import io.joulebook.collector.Charge;
import io.joulebook.collector.carbon.Footprint;
import io.joulebook.collector.carbon.GramsAccumulator;
import io.joulebook.collector.carbon.Pricing;
import io.joulebook.collector.carbon.Pue;
import io.joulebook.collector.feed.vendor.GridSettings;
import io.joulebook.collector.grid.Decision;
import io.joulebook.collector.grid.GridIntensity;
import io.joulebook.collector.grid.IntensityResult;
import io.joulebook.collector.grid.Ladder;
import io.joulebook.collector.grid.LiveRung;
import io.joulebook.collector.grid.Said;
import io.joulebook.collector.grid.Tier;
import io.joulebook.collector.history.Entry;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;

class ReportPropertyTest {
  private static final int BUCKETS = 40;
  private static final Pue PUE = Pue.parse("1.217");

  /** Grams as first known, of random calls at random prices, computed three ways. */
  @Property(tries = 200)
  void firstKnownGramsAreThoseOfTheCountersToTheNanogram(
      @ForAll @LongRange(min = 0, max = Long.MAX_VALUE) long seed) {
    Random random = new Random(seed);
    List<Decision> decisions = decisions(random);
    List<Charge> charges = charges(random);

    PeriodTotals books =
        new PeriodTotals(new Period(Optional.empty(), Optional.empty()), Footprint.NONE);
    charges.forEach(charge -> books.enter(receipt(call("m"), charge)));
    PastPrices prices = prices(books);
    decisions.forEach(each -> prices.take(new Entry.Priced(Said.DE, Said.METHOD, each)));
    CallSums sums = books.models.values().iterator().next();
    long reported = Priced.of(sums.energies, prices, PUE).firstGrams().nanos();

    assertThat(reported).isEqualTo(recomputed(charges, decisions).longValueExact());
    assertThat(reported).isEqualTo(counted(charges, decisions));
  }

  private static PastPrices prices(PeriodTotals books) {
    GridSettings settings =
        GridSettings.of(Optional.of(Said.DE), Optional.empty(), Optional.of(List.of(Archive.FEED)));
    return PastPrices.live(
        settings,
        Said.METHOD,
        books.first().orElseThrow(),
        books.last().orElseThrow(),
        Optional.empty());
  }

  private static List<Decision> decisions(Random random) {
    List<Decision> decisions = new ArrayList<>();
    for (int i = 0; i < BUCKETS; i++) {
      Instant bucket = NOON.plusSeconds(300L * i);
      decisions.add(
          new Decision(
              bucket,
              bucket.plusSeconds(900),
              new IntensityResult.Price(
                  GridIntensity.ofMilligramsPerKwh(random.nextInt(900_000)),
                  "DE",
                  Archive.FEED.toString(),
                  Said.METHOD,
                  Tier.ACTUAL)));
    }
    return decisions;
  }

  private static List<Charge> charges(Random random) {
    List<Charge> charges = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      Instant from = NOON.plusMillis(random.nextInt(300_000 * (BUCKETS - 10)));
      Instant to = from.plusMillis(random.nextInt(random.nextBoolean() ? 500 : 2_500_000));
      charges.add(
          charge(H100, random.nextInt(2_000_000_000), random.nextInt(90_000_000), from, to));
    }
    return charges;
  }

  /** By the recipe of docs/carbon.md, with big numbers throughout. */
  private static BigInteger recomputed(List<Charge> charges, List<Decision> decisions) {
    BigInteger sum = BigInteger.ZERO;
    for (Charge charge : charges) {
      BigInteger given = BigInteger.ZERO;
      for (Decision decision : decisions) {
        BigInteger upTo = upTo(charge, decision.bucket().plusSeconds(300));
        long milligrams = ((IntensityResult.Price) decision.quote()).intensity().milligramsPerKwh();
        sum =
            sum.add(
                upTo.subtract(given)
                    .multiply(BigInteger.valueOf(milligrams))
                    .multiply(BigInteger.valueOf(PUE.thousandths())));
        given = upTo;
      }
    }
    return sum.divide(BigInteger.valueOf(3_600_000_000L));
  }

  private static BigInteger upTo(Charge charge, Instant time) {
    BigInteger all = BigInteger.valueOf(charge.total().micros());
    if (!time.isBefore(charge.to())) {
      return all;
    }
    long elapsed = Math.max(0, Duration.between(charge.from(), time).toNanos());
    if (elapsed == 0) {
      return BigInteger.ZERO;
    }
    long length = Duration.between(charge.from(), charge.to()).toNanos();
    return all.multiply(BigInteger.valueOf(elapsed)).divide(BigInteger.valueOf(length));
  }

  /** As the agent's counters add it up, charge by charge. */
  private static long counted(List<Charge> charges, List<Decision> decisions) {
    Ladder ladder =
        Ladder.live(
            Said.DE,
            Said.METHOD,
            List.of(new LiveRung(Archive.FEED, Duration.ZERO)),
            Duration.ZERO,
            Ladder.nothing(),
            Ladder.MEMORY);
    Pricing pricing = new Pricing(ladder, Optional.of(PUE));
    decisions.forEach(pricing::adopt);
    GramsAccumulator tally = new GramsAccumulator();
    charges.forEach(
        charge ->
            pricing.price(
                charge.total(),
                charge.from(),
                charge.to(),
                (bucket, quote, micros) ->
                    tally.add(micros, ((IntensityResult.Price) quote).intensity(), PUE)));
    return tally.total().nanos();
  }
}
