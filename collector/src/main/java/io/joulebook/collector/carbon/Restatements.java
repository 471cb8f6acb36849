package io.joulebook.collector.carbon;

import io.joulebook.collector.Grams;
import io.joulebook.collector.grid.Bucket;
import io.joulebook.collector.grid.GridIntensity;
import io.joulebook.collector.grid.IntensityResult;
import io.joulebook.collector.grid.IntensityResult.Price;
import io.joulebook.collector.grid.Revision;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * By how much the grams of measured energy are other than first booked, because intensities were
 * revised or became known at last. Counters keep the figure as first known; this is the correction,
 * up and down apart. It keeps the energy of each of the last hundred days' buckets, 230 kB a
 * source. Not thread-safe.
 */
public final class Restatements {
  private static final int BUCKETS = (int) (Duration.ofDays(100).toSeconds() / Bucket.SECONDS);
  private static final GridIntensity NOTHING = GridIntensity.ofMilligramsPerKwh(0);

  private final Pue pue;
  private final Map<String, Energy> energies = new HashMap<>();
  private final Map<Key, GramsAccumulator> restated = new LinkedHashMap<>();

  private record Key(String zone, Direction direction, String source) {}

  /** Which way grams are corrected. */
  public enum Direction {
    UP("up"),
    DOWN("down");

    private final String label;

    Direction(String label) {
      this.label = label;
    }

    /** The value of the metric label {@code direction}. */
    public String label() {
      return label;
    }
  }

  /** Receives what has been restated. */
  @FunctionalInterface
  public interface Sink {
    /** Takes the sum so far of one zone, direction and source. */
    void take(String zone, Direction direction, String source, Grams grams);
  }

  /** With nothing restated. */
  Restatements(Pue pue) {
    this.pue = pue;
  }

  /**
   * Notes energy that was booked at its first price; if its bucket has been restated already, so is
   * this energy, at once.
   */
  void add(
      Instant bucket, String source, long micros, IntensityResult first, IntensityResult current) {
    energies.computeIfAbsent(source, s -> new Energy()).add(bucket, micros);
    if (current instanceof Price price && !current.equals(first)) {
      correct(source, micros, first, price);
    }
  }

  /** The energy of a bucket has another price from now on. */
  void restate(Revision revision) {
    energies.forEach(
        (source, energy) ->
            correct(source, energy.of(revision.bucket()), revision.before(), revision.after()));
  }

  private void correct(String source, long micros, IntensityResult before, Price after) {
    long change = milligrams(after) - milligrams(before);
    if (micros > 0 && change != 0) {
      Direction direction = change > 0 ? Direction.UP : Direction.DOWN;
      restated
          .computeIfAbsent(new Key(after.zone(), direction, source), key -> new GramsAccumulator())
          .add(micros, GridIntensity.ofMilligramsPerKwh(Math.abs(change)), pue);
    }
  }

  private static long milligrams(IntensityResult quote) {
    GridIntensity intensity = quote instanceof Price price ? price.intensity() : NOTHING;
    return intensity.milligramsPerKwh();
  }

  /** Gives out all that has been restated. */
  public void each(Sink sink) {
    restated.forEach(
        (key, tally) -> sink.take(key.zone(), key.direction(), key.source(), tally.total()));
  }

  /** Measured energy by bucket, in microjoules. */
  private static final class Energy {
    private final long[] buckets = new long[BUCKETS];
    private final long[] micros = new long[BUCKETS];

    void add(Instant bucket, long more) {
      long number = number(bucket);
      int slot = slot(number);
      if (buckets[slot] < number) {
        buckets[slot] = number;
        micros[slot] = 0;
      }
      if (buckets[slot] == number) {
        micros[slot] = Math.addExact(micros[slot], more);
      }
    }

    long of(Instant bucket) {
      int slot = slot(number(bucket));
      return buckets[slot] == number(bucket) ? micros[slot] : 0;
    }

    private static long number(Instant bucket) {
      return bucket.getEpochSecond() / Bucket.SECONDS;
    }

    private static int slot(long number) {
      return (int) Math.floorMod(number, (long) BUCKETS);
    }
  }
}
