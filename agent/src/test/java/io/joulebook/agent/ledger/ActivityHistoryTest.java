package io.joulebook.agent.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class ActivityHistoryTest {
  private static final long MS = 1_000_000L;
  private final ActivityHistory history = new ActivityHistory(0);

  private double[] between(long from, long to) {
    double[] sums = new double[ActivityHistory.CHANNELS];
    history.addTo(sums, to, 1e-6);
    history.addTo(sums, from, -1e-6);
    return sums;
  }

  @Test
  void tellsWhatRanBetweenAnyTwoTimesItHolds() {
    history.advanceTo(20 * MS);
    history.change(1, 1, 1);
    history.advanceTo(50 * MS);
    history.change(2, 3, 2);
    history.advanceTo(80 * MS);
    history.change(1, -1, 1);
    history.advanceTo(100 * MS);

    double[] all = between(0, 100 * MS);
    assertThat(all[0]).isCloseTo(80, within(1e-6));
    assertThat(all[1]).isCloseTo(60, within(1e-6));
    assertThat(all[2]).isCloseTo(150, within(1e-6));
    assertThat(all[9]).isCloseTo(30 + 4 * 30 + 20, within(1e-6));
    assertThat(between(60 * MS, 85 * MS)[1]).isCloseTo(20, within(1e-6));
  }

  @Test
  void holdsNeitherWhatIsLongAgoNorWhatIsToCome() {
    for (long time = 0; time <= 10_000; time += 500) {
      history.advanceTo(time * MS);
    }

    assertThat(history.holds(9_000 * MS)).isTrue();
    assertThat(history.holds(5_000 * MS)).isFalse();
    assertThat(history.holds(10_006 * MS)).isFalse();
  }

  @Test
  void aPauseOfAnHourIsSkippedAndCounted() {
    history.change(1, 1, 1);
    history.advanceTo(3_600_000 * MS);
    history.advanceTo(3_600_100 * MS);

    assertThat(history.holds(3_600_050 * MS)).isTrue();
    assertThat(history.holds(3_599_000 * MS)).isFalse();
    assertThat(between(3_600_000 * MS, 3_600_100 * MS)[1]).isCloseTo(100, within(1e-3));
  }

  @Test
  void anEventThatComesLateCountsFromNowOn() {
    history.advanceTo(50 * MS);
    history.advanceTo(40 * MS);
    history.change(1, 1, 1);
    history.advanceTo(100 * MS);

    assertThat(between(0, 100 * MS)[1]).isCloseTo(50, within(1e-6));
  }
}
