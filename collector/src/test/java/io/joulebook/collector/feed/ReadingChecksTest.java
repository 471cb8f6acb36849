package io.joulebook.collector.feed;

import static org.assertj.core.api.Assertions.assertThat;

import io.joulebook.collector.feed.vendor.VendorServer;
import io.joulebook.collector.grid.Basis;
import io.joulebook.collector.grid.EmissionMethod;
import io.joulebook.collector.grid.FeedNames;
import io.joulebook.collector.grid.GridIntensity;
import io.joulebook.collector.grid.IntensityRecord;
import io.joulebook.collector.grid.RecordKind;
import io.joulebook.collector.grid.Signal;
import io.joulebook.collector.grid.Zone;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import org.json.JSONArray;
import org.json.JSONObject;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ReadingChecksTest {
  private static final Instant NOW = VendorServer.NOW;
  private static final Instant TEN = Instant.parse("2026-11-23T10:00:00Z");
  private static final Zone FR = new Zone("FR");

  @Test
  void aValueIsHeldAgainstTheYearsByWhatTheFeedCounts() {
    assertImplausible(EmissionMethod.AVERAGE_LIFECYCLE, "3.9", true);
    assertImplausible(EmissionMethod.AVERAGE_LIFECYCLE, "4", false);
    assertImplausible(EmissionMethod.AVERAGE_LIFECYCLE, "1000", false);
    assertImplausible(EmissionMethod.AVERAGE_LIFECYCLE, "1001", true);
    assertImplausible(EmissionMethod.AVERAGE_DIRECT, "0.4", false);
    assertImplausible(EmissionMethod.AVERAGE_DIRECT, "0.39", true);
    assertImplausible(EmissionMethod.AVERAGE_DIRECT, "1001", true);
    assertImplausible(new EmissionMethod(Signal.MARGINAL, Basis.DIRECT), "0.1", false);
    assertImplausible(new EmissionMethod(Signal.MARGINAL, Basis.DIRECT), "1900", false);
  }

  private static void assertImplausible(
      EmissionMethod method, String value, boolean isImplausible) {
    ReadingChecks checks =
        new ReadingChecks(facts(method, false), FR, Optional.of(GridIntensity.parse("40")));
    CheckedReadings checked = checks.check(answer(RecordKind.ACTUAL, new BigDecimal(value)), NOW);
    assertThat(checked.rejected())
        .isEqualTo(isImplausible ? Map.of(Rejection.IMPLAUSIBLE, 1) : Map.of());
    assertThat(checked.records()).hasSize(isImplausible ? 0 : 1);
  }

  @Test
  void zeroIsTakenOnlyOfFeedsThatAreKnownToMeanIt() {
    for (Object zero : List.of(0, 0L, BigInteger.ZERO, new BigDecimal("0.000"))) {
      assertThat(check(true, zero).records()).hasSize(1);
      assertThat(check(false, zero).rejected()).isEqualTo(Map.of(Rejection.OUT_OF_RANGE, 1));
    }
    assertThat(check(true, -0.0).records()).isEmpty();
    assertThat(check(true, new BigDecimal("1e-9")).records()).isEmpty();
  }

  private static CheckedReadings check(boolean zeroAllowed, Object value) {
    Optional<GridIntensity> usual = Optional.of(GridIntensity.parse("40"));
    return new ReadingChecks(facts(EmissionMethod.AVERAGE_DIRECT, zeroAllowed), FR, usual)
        .check(answer(RecordKind.ACTUAL, value), NOW);
  }

  @Test
  void aForecastIsTakenAsOne() {
    CheckedReadings checked =
        new ReadingChecks(facts(EmissionMethod.AVERAGE_DIRECT, false), FR, Optional.empty())
            .check(answer(RecordKind.FORECAST, 40), NOW);
    assertThat(checked.records())
        .extracting(IntensityRecord::kind)
        .containsExactly(RecordKind.FORECAST);
  }

  @Property(tries = 2000)
  void itNeverThrowsAndWhatItTakesIsInRange(
      @ForAll("junk") List<IntensityReading> readings, @ForAll("feeds") FeedFacts facts) {
    Optional<GridIntensity> usual = Optional.of(GridIntensity.parse("40"));
    CheckedReadings checked =
        new ReadingChecks(facts, FR, usual).check(new FetchOutcome.Answered(readings, "00"), NOW);
    int rejected = checked.rejected().values().stream().mapToInt(Integer::intValue).sum();
    assertThat(checked.records().size() + rejected).isLessThanOrEqualTo(readings.size());
    Instant reached = Instant.MIN;
    for (IntensityRecord record : checked.records()) {
      assertSound(record, facts);
      assertThat(record.from()).isAfterOrEqualTo(reached);
      reached = record.to();
    }
  }

  private static void assertSound(IntensityRecord record, FeedFacts facts) {
    long milligrams = record.intensity().milligramsPerKwh();
    assertThat(milligrams).isBetween(facts.zeroAllowed() ? 0L : 1L, 2_000_000L);
    assertThat(record.from().getEpochSecond() % 300).isZero();
    assertThat(record.to().getEpochSecond() % 300).isZero();
    assertThat(Duration.between(record.from(), record.to()))
        .isBetween(Duration.ofMinutes(5), Duration.ofHours(25));
    assertThat(record.from()).isAfterOrEqualTo(Instant.parse("2000-01-01T00:00:00Z"));
    if (record.kind() != RecordKind.FORECAST) {
      assertThat(record.to()).isBeforeOrEqualTo(NOW.plus(Duration.ofMinutes(90)));
    }
  }

  /** Junk that is not all junk, or the property would say nothing: most readings may be taken. */
  @Property(tries = 1)
  void theJunkHasSomeThatIsTaken() {
    AtomicInteger taken = new AtomicInteger();
    junk()
        .sampleStream()
        .limit(300)
        .forEach(
            readings ->
                taken.addAndGet(
                    new ReadingChecks(
                            facts(EmissionMethod.AVERAGE_DIRECT, true), FR, Optional.empty())
                        .check(new FetchOutcome.Answered(readings, "00"), NOW)
                        .records()
                        .size()));
    assertThat(taken.get()).isPositive();
  }

  @Provide
  Arbitrary<List<IntensityReading>> junk() {
    return Combinators.combine(times(), times(), Arbitraries.of(RecordKind.class), values())
        .as(ReadingChecksTest::reading)
        .list()
        .ofMaxSize(40);
  }

  @Provide
  Arbitrary<FeedFacts> feeds() {
    return Combinators.combine(
            Arbitraries.of(Signal.class),
            Arbitraries.of(Basis.class),
            Arbitraries.of(IntensityUnit.class),
            Arbitraries.of(true, false))
        .as((signal, basis, unit, zero) -> facts(new EmissionMethod(signal, basis), unit, zero));
  }

  private static Arbitrary<Instant> times() {
    return Arbitraries.frequencyOf(
        Tuple.of(8, Arbitraries.integers().between(-300, 60).map(i -> TEN.plusSeconds(300L * i))),
        Tuple.of(1, Arbitraries.longs().between(-40_000, 40_000).map(TEN::plusSeconds)),
        Tuple.of(
            1, Arbitraries.of(Instant.MIN, Instant.MAX, Instant.EPOCH, NOW, NOW.plusNanos(1))));
  }

  private static Arbitrary<@Nullable Object> values() {
    Arbitrary<Object> numbers =
        Arbitraries.oneOf(
            Arbitraries.integers().between(-10, 3000).map(i -> (Object) i),
            Arbitraries.bigDecimals().map(d -> (Object) d),
            Arbitraries.bigIntegers().map(i -> (Object) i),
            Arbitraries.longs().map(l -> (Object) l),
            Arbitraries.integers().map(scale -> (Object) new BigDecimal(BigInteger.ONE, scale)),
            Arbitraries.integers().map(scale -> (Object) new BigDecimal(BigInteger.ZERO, scale)));
    Arbitrary<Object> others =
        Arbitraries.of(
            "216",
            "",
            true,
            Double.NaN,
            -0.0,
            Float.NaN,
            'x',
            new JSONObject(),
            new JSONArray(),
            JSONObject.NULL);
    return Arbitraries.oneOf(numbers, numbers, others).injectNull(0.05);
  }

  private static IntensityReading reading(
      Instant from, Instant to, RecordKind kind, @Nullable Object value) {
    return IntensityReading.from(from, kind, value).until(to);
  }

  private static FetchOutcome.Answered answer(RecordKind kind, Object value) {
    IntensityReading reading =
        IntensityReading.from(TEN, kind, value).until(TEN.plus(Duration.ofMinutes(15)));
    return new FetchOutcome.Answered(List.of(reading), "00");
  }

  private static FeedFacts facts(EmissionMethod method, boolean zeroAllowed) {
    return facts(method, IntensityUnit.GRAMS_PER_KWH, zeroAllowed);
  }

  private static FeedFacts facts(EmissionMethod method, IntensityUnit unit, boolean zeroAllowed) {
    return new FeedFacts(
        FeedNames.HTTP_JSON,
        method,
        unit,
        Duration.ofMinutes(15),
        Duration.ZERO,
        Duration.ofMinutes(5),
        false,
        zeroAllowed,
        "",
        "");
  }
}
