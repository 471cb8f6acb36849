package io.joulebook.collector.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class QualityValuesTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "gzip | true",
        "GZIP;q=0.001 | true",
        "* | true",
        "br, gzip | true",
        "gzip;q=0.5, identity;q=0.5 | true",
        "gzip;q=0, * | false",
        "gzip;q=0 | false",
        "gzip; q = 0.0 | false",
        "gzip;q=0.5, identity | false",
        "*;q=0 | false",
        "identity;q=0 | false",
        "x-gzip | false",
        "gzip;q=nonsense | false",
        "'' | false"
      })
  void anEncodingIsPreferredAsItsQualitySays(String header, boolean preferred) {
    assertThat(QualityValues.parse(header).prefer("gzip")).isEqualTo(preferred);
  }
}
