package io.joulebook.collector.carbon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.joulebook.collector.grid.GridIntensity;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class GramsAccumulatorTest {
  private static final BigDecimal MICROJOULES_PER_KWH = BigDecimal.valueOf(3_600_000_000_000L);

  record Use(long micros, long milligramsPerKwh, long pueThousandths) {
    /** The cost in nanograms, from the definitions of the units. */
    BigDecimal nanograms() {
      BigDecimal gramsPerKwh = BigDecimal.valueOf(milligramsPerKwh, 3);
      BigDecimal facility = BigDecimal.valueOf(pueThousandths, 3);
      return BigDecimal.valueOf(micros)
          .multiply(facility)
          .multiply(gramsPerKwh)
          .multiply(BigDecimal.TEN.pow(9))
          .divide(MICROJOULES_PER_KWH, 30, RoundingMode.HALF_EVEN);
    }
  }

  @Property
  void manySmallUsesCostWhatTheirExactSumDoesToTheNanogram(@ForAll("uses") List<Use> uses) {
    GramsAccumulator tally = new GramsAccumulator();
    uses.forEach(use -> add(tally, use));

    BigDecimal exact = uses.stream().map(Use::nanograms).reduce(BigDecimal.ZERO, BigDecimal::add);
    assertThat(exact.subtract(BigDecimal.valueOf(tally.total().nanos())))
        .isBetween(new BigDecimal("-1e-20"), BigDecimal.ONE);
  }

  @Provide
  Arbitrary<List<Use>> uses() {
    Arbitrary<Long> micros =
        Arbitraries.oneOf(
            Arbitraries.longs().between(0, 1_000),
            Arbitraries.longs().between(0, 1_000_000_000L),
            Arbitraries.longs().between(0, 1_000_000_000_000_000L));
    return Combinators.combine(
            micros,
            Arbitraries.longs().between(1, 2_000_000),
            Arbitraries.longs().between(1_000, 10_000))
        .as(Use::new)
        .list()
        .ofMaxSize(200);
  }

  @Test
  void oneKilowattHourAtFourHundredGramsIsFourHundredGrams() {
    GramsAccumulator tally = new GramsAccumulator();
    add(tally, new Use(3_600_000_000_000L, 400_000, 1_000));

    assertThat(tally.total()).hasToString("400.000000000 g");
  }

  @Test
  void theFacilityFactorIsAppliedOnce() {
    GramsAccumulator tally = new GramsAccumulator();
    add(tally, new Use(3_600_000_000L, 400_000, 1_200));

    assertThat(tally.total()).hasToString("0.480000000 g");
  }

  @Test
  void aSumOutOfRangeLeavesTheTallyAsItWas() {
    GramsAccumulator tally = new GramsAccumulator();
    add(tally, new Use(3_600_000_000L, 400_000, 1_000));

    assertThatThrownBy(() -> add(tally, new Use(Long.MAX_VALUE, 2_000_000, 10_000)))
        .isInstanceOf(ArithmeticException.class);
    assertThat(tally.total()).hasToString("0.400000000 g");
  }

  private static void add(GramsAccumulator tally, Use use) {
    tally.add(
        use.micros,
        GridIntensity.ofMilligramsPerKwh(use.milligramsPerKwh),
        new Pue(use.pueThousandths));
  }
}
