package io.joulebook.collector.report;

import io.joulebook.collector.Grams;
import io.joulebook.collector.Joules;
import io.joulebook.collector.Source;
import io.joulebook.collector.carbon.GramsAccumulator;
import io.joulebook.collector.carbon.Pue;
import io.joulebook.collector.grid.EmissionMethod;
import io.joulebook.collector.grid.IntensityResult;
import io.joulebook.collector.grid.IntensityResult.Price;
import io.joulebook.collector.grid.IntensityResult.Unpriced;
import io.joulebook.collector.grid.Tier;
import java.time.Instant;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.function.Function;

/**
 * What an amount of energy costs, as first known and as known now. The facility factor is applied
 * here, once. A total is the exact sum of all its parts, rounded down once, to the nanogram.
 */
final class Priced {
  private final Pue pue;
  final Map<Counter, Part> first = new LinkedHashMap<>();
  final Map<Slot, Part> now = new LinkedHashMap<>();
  final Map<IntensityResult.Reason, Joules> unpricedFirst =
      new EnumMap<>(IntensityResult.Reason.class);
  final Map<IntensityResult.Reason, Joules> unpricedNow =
      new EnumMap<>(IntensityResult.Reason.class);
  private final Set<String> feeds = new LinkedHashSet<>();
  private Joules undecided = Joules.ZERO;

  /** The labels of the agent's counter that has the same figure. */
  record Counter(String zone, Tier tier, Source source) {}

  /** How a price is known now, and where its energy was read. */
  record Slot(Tier tier, String feed, EmissionMethod method, Source source) {}

  /** Energy that has a price, and what it costs. */
  static final class Part {
    private final GramsAccumulator grams = new GramsAccumulator();
    private long micros;

    private void add(long more, Price price, Pue pue) {
      micros = Math.addExact(micros, more);
      grams.add(more, price.intensity(), pue);
    }

    private Part add(Part other) {
      micros = Math.addExact(micros, other.micros);
      grams.add(other.grams);
      return this;
    }

    Joules energy() {
      return Joules.ofMicros(micros);
    }

    Grams grams() {
      return grams.total();
    }

    /** Parts of a nanogram included. */
    double exactGrams() {
      return grams.grams();
    }
  }

  /** Nothing yet, to be priced with this facility factor. */
  Priced(Pue pue) {
    this.pue = pue;
  }

  /** What this energy costs at these prices. */
  static Priced of(Energies energies, PastPrices prices, Pue pue) {
    Priced priced = new Priced(pue);
    energies.each((source, bucket, micros) -> priced.add(source, bucket, micros, prices));
    return priced;
  }

  private void add(Source source, Instant bucket, long micros, PastPrices prices) {
    if (prices.first(bucket) instanceof Price price) {
      feeds.add(price.feed());
      first
          .computeIfAbsent(new Counter(price.zone(), price.tier(), source), key -> new Part())
          .add(micros, price, pue);
    } else if (prices.first(bucket) instanceof Unpriced none) {
      unpricedFirst.merge(none.reason(), Joules.ofMicros(micros), Joules::plus);
    }
    if (prices.now(bucket) instanceof Price price) {
      feeds.add(price.feed());
      now.computeIfAbsent(
              new Slot(price.tier(), price.feed(), price.method(), source), key -> new Part())
          .add(micros, price, pue);
    } else if (prices.now(bucket) instanceof Unpriced none) {
      unpricedNow.merge(none.reason(), Joules.ofMicros(micros), Joules::plus);
    }
    if (!prices.isDecided(bucket)) {
      undecided = undecided.plus(Joules.ofMicros(micros));
    }
  }

  /** Adds all that another has. */
  Priced add(Priced other) {
    other.first.forEach((key, part) -> first.computeIfAbsent(key, k -> new Part()).add(part));
    other.now.forEach((key, part) -> now.computeIfAbsent(key, k -> new Part()).add(part));
    other.unpricedFirst.forEach((why, energy) -> unpricedFirst.merge(why, energy, Joules::plus));
    other.unpricedNow.forEach((why, energy) -> unpricedNow.merge(why, energy, Joules::plus));
    feeds.addAll(other.feeds);
    undecided = undecided.plus(other.undecided);
    return this;
  }

  Grams firstGrams() {
    return sum(first).grams();
  }

  Grams nowGrams() {
    return sum(now).grams();
  }

  /** The same; empty if no energy had a price. */
  Optional<Grams> knownFirst() {
    return first.isEmpty() ? Optional.empty() : Optional.of(firstGrams());
  }

  /** The same; empty if no energy has a price. */
  Optional<Grams> knownNow() {
    return now.isEmpty() ? Optional.empty() : Optional.of(nowGrams());
  }

  /** The energy that has a price by what is known now. */
  Joules nowEnergy() {
    return sum(now).energy();
  }

  /** Energy of which the history holds no decision: priced by what is known. */
  Joules undecided() {
    return undecided;
  }

  /** The feeds that any of its prices is from, as first known or now. */
  Set<String> feeds() {
    return feeds;
  }

  private static Part sum(Map<?, Part> parts) {
    Part sum = new Part();
    parts.values().forEach(sum::add);
    return sum;
  }

  /** Grams as known now per microjoule that has a price; 0 where none has. */
  double gramsPerMicro() {
    Part all = sum(now);
    return all.micros == 0 ? 0 : all.exactGrams() / (double) all.micros;
  }

  /** The same for the energy of one source; empty where none of it has a price. */
  OptionalDouble gramsPerMicro(Source source) {
    Part part = by(Slot::source).get(source);
    return part == null || part.micros == 0
        ? OptionalDouble.empty()
        : OptionalDouble.of(part.exactGrams() / (double) part.micros);
  }

  /** What is known now, grouped. */
  <K> Map<K, Part> by(Function<Slot, K> group) {
    Map<K, Part> groups = new LinkedHashMap<>();
    now.forEach(
        (slot, part) -> groups.computeIfAbsent(group.apply(slot), key -> new Part()).add(part));
    return groups;
  }
}
