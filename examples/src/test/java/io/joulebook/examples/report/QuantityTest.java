package io.joulebook.examples.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class QuantityTest {
  @ParameterizedTest
  @CsvSource({
    "0, 0 J",
    "1, 1.00 J",
    "0.5191, 519 mJ",
    "0.0509, 50.9 mJ",
    "0.9996, 1.00 J",
    "999.4, 999 J",
    "999.6, 1.00 kJ",
    "0.000219, 219 µJ",
    "0.0000000001, 0.100 nJ",
    "73512, 73.5 kJ",
    "5e9, 5000 MJ",
  })
  void threeDigitsAndAPrefix(BigDecimal value, String text) {
    assertThat(Quantity.format(value, "J")).isEqualTo(text);
  }

  @Test
  void aColumnHasThePrefixOfItsLargestNumber() {
    BigDecimal large = new BigDecimal("2.3104");
    BigDecimal small = new BigDecimal("0.5352");
    Quantity column = Quantity.of("J", List.of(small, large));
    assertThat(column.format(large)).isEqualTo("2.31 J");
    assertThat(column.format(small)).isEqualTo("0.535 J");
  }
}
