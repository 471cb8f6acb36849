package io.joulebook.collector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class GramsTest {
  @Test
  void sumsAndDifferencesAreExactToTheNanogram() {
    assertThat(Grams.ofNanos(3).plus(Grams.ofNanos(4)).minus(Grams.ofNanos(1)))
        .isEqualTo(Grams.ofNanos(6));
  }

  @Test
  void aSumOutOfRangeIsRefused() {
    assertThatThrownBy(() -> Grams.ofNanos(Long.MAX_VALUE).plus(Grams.ofNanos(1)))
        .isInstanceOf(ArithmeticException.class);
  }

  @Test
  void isShownInGrams() {
    assertThat(Grams.ofNanos(420_000)).hasToString("0.000420000 g");
    assertThat(Grams.ofNanos(420_000).toDouble()).isEqualTo(0.00042);
    assertThat(Grams.ZERO).isLessThan(Grams.ofNanos(1));
  }
}
