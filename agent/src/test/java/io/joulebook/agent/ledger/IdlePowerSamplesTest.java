package io.joulebook.agent.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

class IdlePowerSamplesTest {
  private static final long MS = 1_000_000;
  private static final long MILLIWATTS = 110_000;

  private final IdlePowerSamples blocks = new IdlePowerSamples();

  // Nanoseconds times milliwatts are picojoules.
  private static long micros(long nanos) {
    return nanos * MILLIWATTS / 1_000_000;
  }

  private void add(long trueLength, long seenLength, long uncertainty) {
    blocks.add(seenLength, micros(trueLength), uncertainty, uncertainty);
  }

  @Test
  void aPartOfABlockGivesWayToTheFirstWholeOne() {
    add(20 * MS, 16 * MS, 8 * MS);
    add(20 * MS, 19 * MS, 8 * MS);
    blocks.broken();
    assertThat(blocks.median()).isGreaterThan(120_000);
    assertThat(blocks.spread()).isGreaterThan(blocks.median() - MILLIWATTS);

    for (int i = 0; i < 5; i++) {
      add(100 * MS, 100 * MS, MS / 4);
    }
    blocks.broken();

    assertThat(blocks.median()).isEqualTo(MILLIWATTS);
    assertThat(blocks.spread()).isEqualTo(MILLIWATTS / 999);
  }

  @Test
  void aSharperPartTakesThePlaceOfAVagueOne() {
    add(20 * MS, 16 * MS, 8 * MS);
    add(20 * MS, 19 * MS, 8 * MS);
    blocks.broken();
    add(100 * MS, 100 * MS, MS);
    add(100 * MS, 100 * MS, MS);
    blocks.broken();
    assertThat(blocks.median()).isEqualTo(MILLIWATTS);

    add(20 * MS, 16 * MS, 8 * MS);
    add(20 * MS, 19 * MS, 8 * MS);
    blocks.broken();
    assertThat(blocks.median()).isEqualTo(MILLIWATTS);
  }

  @Test
  void ofPartsThatAreAsSharpTheLowestPowerIsNoBetter() {
    add(200 * MS, 200 * MS, MS);
    add(200 * MS, 200 * MS, MS);
    blocks.broken();
    blocks.add(200 * MS, micros(180 * MS), MS, MS);
    blocks.add(200 * MS, micros(180 * MS), MS, MS);
    blocks.broken();

    assertThat(blocks.median()).isEqualTo(MILLIWATTS);
  }

  @Test
  void aServerThatIsNeverQuietForLongHasItsBasePowerFollowed() {
    for (int i = 0; i < 20; i++) {
      quietForEightTenths(i < 5 ? 100 : 91);
    }

    assertThat(blocks.median()).isEqualTo(MILLIWATTS * 91 / 100);
    assertThat(blocks.spread()).isBetween(MILLIWATTS / 1_000, MILLIWATTS / 50);
  }

  private void quietForEightTenths(int percent) {
    for (int i = 0; i < 8; i++) {
      blocks.add(100 * MS, micros(percent * MS), 10 * MS, 10 * MS);
    }
    blocks.broken();
  }

  @Test
  void aBlockEndsAfterFourSecondsHoweverVagueItsEdges() {
    for (int i = 0; i < 40; i++) {
      add(100 * MS, 100 * MS, 100 * MS);
    }
    assertThat(blocks.spread()).isLessThan(MILLIWATTS / 15);

    add(100 * MS, 100 * MS, 100 * MS);
    assertThat(blocks.spread()).isLessThan(MILLIWATTS / 15);
  }

  @Test
  void edgesThatLeaveNothingSureGiveASpreadThatIsBounded() {
    add(4 * MS, 4 * MS, 200 * MS);
    add(4 * MS, 4 * MS, 200 * MS);

    assertThat(blocks.spread()).isBetween(MILLIWATTS, MILLIWATTS * 1_000);
  }

  @Test
  void aBlockWithVagueEdgesGoesOnUntilTheyDoNotMatter() {
    for (int i = 0; i < 9; i++) {
      add(100 * MS, 100 * MS - (i == 0 ? 10 * MS : 0), 10 * MS);
      assertThat(blocks.spread()).isGreaterThan(MILLIWATTS / 50);
    }
    add(100 * MS, 100 * MS, 10 * MS);
    add(100 * MS, 100 * MS, 10 * MS);
    blocks.broken();

    assertThat(blocks.median()).isCloseTo(MILLIWATTS, within(MILLIWATTS / 50));
    assertThat(blocks.spread()).isLessThanOrEqualTo(MILLIWATTS / 50);
  }

  @Property(tries = 500)
  void theSpreadOfOneBlockCoversWhatItsEdgesHide(
      @ForAll @IntRange(min = 2, max = 60) int intervals,
      @ForAll @LongRange(min = -7, max = 7) long atStart,
      @ForAll @LongRange(min = -7, max = 7) long atEnd) {
    IdlePowerSamples one = new IdlePowerSamples();
    long uncertainty = 7 * MS;
    for (int i = 0; i < intervals; i++) {
      long seen = 20 * MS - (i == 0 ? atStart * MS : 0) + (i == intervals - 1 ? atEnd * MS : 0);
      one.add(seen, micros(20 * MS), uncertainty, uncertainty);
    }

    long rounding = 2;
    assertThat(one.median()).isCloseTo(MILLIWATTS, within(one.spread() + rounding));
  }

  /** The first edge after an outage may lie a nanosecond from the second, and each far off. */
  @Test
  void edgesThatAreHardlyApartHaveABoundAndNoOverflow() {
    blocks.add(1, 488, 250 * MS, 250 * MS);
    blocks.add(1, 737_382, 250 * MS, 250 * MS);
    blocks.broken();

    assertThat(blocks.median()).isEqualTo((488L + 737_382) * 1_000_000 / 2);
    assertThat(blocks.spread()).isBetween(1L << 60, 1L << 61);
  }
}
