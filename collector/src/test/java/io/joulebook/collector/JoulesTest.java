package io.joulebook.collector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class JoulesTest {
  @Test
  void sumsAndDifferencesAreExactToTheMicrojoule() {
    assertThat(Joules.ofMillis(2).plus(Joules.ofMicros(5)).minus(Joules.ofMillis(1)))
        .isEqualTo(Joules.ofMicros(1_005));
    assertThat(Joules.ofMicros(1).minus(Joules.ofMicros(1)).isZero()).isTrue();
  }

  @Test
  void anAmountOutOfRangeIsRefused() {
    assertThatThrownBy(() -> Joules.ofMicros(Long.MAX_VALUE).plus(Joules.ofMicros(1)))
        .isInstanceOf(ArithmeticException.class);
    assertThatThrownBy(() -> Joules.ofMillis(Long.MAX_VALUE))
        .isInstanceOf(ArithmeticException.class);
  }

  @Test
  void partsAddUpAndFollowTheWeights() {
    assertThat(Joules.ofMicros(10).split(1, 1, 1))
        .containsExactly(Joules.ofMicros(3), Joules.ofMicros(3), Joules.ofMicros(4));
    assertThat(Joules.ofMicros(Long.MAX_VALUE).split(Long.MAX_VALUE, 0, Long.MAX_VALUE))
        .containsExactly(
            Joules.ofMicros(Long.MAX_VALUE / 2),
            Joules.ZERO,
            Joules.ofMicros(Long.MAX_VALUE / 2 + 1));
    assertThat(Joules.ofMicros(4).split(0, 0)).containsOnly(Joules.ofMicros(2));
  }

  @Test
  void noWeightsAndNegativeOnesAreRefused() {
    assertThatThrownBy(() -> Joules.ZERO.split()).hasMessageContaining("weights are []");
    assertThatThrownBy(() -> Joules.ZERO.split(3, -1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("[3, -1]");
  }

  @Test
  void isShownInJoulesAndWattsInWatts() {
    assertThat(Joules.ofMicros(12_000_345)).hasToString("12.000345 J");
    assertThat(Joules.ofMicros(12_000_345).toDouble()).isEqualTo(12.000345);
    assertThat(Watts.ofMillis(71_500)).hasToString("71.500 W");
    assertThat(Joules.ZERO).isLessThan(Joules.ofMicros(1));
  }
}
