package io.joulebook.collector.grid;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ZoneTest {
  @ParameterizedTest
  @ValueSource(strings = {"DE", "NO", "NA", "GB", "XK", "EU", "WORLD", "US-CAL-CISO", "CF"})
  void aKnownZoneKeepsItsCode(String code) {
    assertThat(Zone.parse(code).code()).isEqualTo(code);
  }

  @Test
  void aCloudRegionStandsForItsCountry() {
    assertThat(Zone.parse("cloud:aws/eu-west-1")).isEqualTo(new Zone("IE"));
    assertThat(Zone.parse("cloud:gcp/europe-north2")).isEqualTo(new Zone("SE"));
  }

  @Test
  void onlyAPartOfACountryHasAnotherZoneAsItsCountry() {
    assertThat(Zone.parse("US-CAL-CISO").country()).isEqualTo(new Zone("US"));
    assertThat(Zone.parse("DE").country()).isEqualTo(new Zone("DE"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "QQ", "QQ-NORTH", "US-", "US-cal", "USA", "X-ATLANTIS", "US CAL"})
  void anUnknownZoneIsRefusedByName(String text) {
    assertThatThrownBy(() -> Zone.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'" + text + "' is not a known zone");
  }

  @Test
  void aNearMissIsMetWithASuggestion() {
    assertThatThrownBy(() -> Zone.parse("de")).hasMessageEndingWith("did you mean DE (Germany)?");
    assertThatThrownBy(() -> Zone.parse("germany"))
        .hasMessageEndingWith("did you mean DE (Germany)?");
    assertThatThrownBy(() -> Zone.parse("us-cal-ciso"))
        .hasMessageContaining("did you mean US (United States");
  }

  @Test
  void anUnknownCloudRegionIsMetWithThoseOfItsProvider() {
    assertThatThrownBy(() -> Zone.parse("cloud:aws/eu-west-9"))
        .hasMessageContaining("'cloud:aws/eu-west-9' is not a known cloud region")
        .hasMessageContaining("aws/eu-west-1");
    assertThatThrownBy(() -> Zone.parse("cloud:mars"))
        .hasMessageEndingWith("known are the regions of aws, azure, gcp, ovh");
  }
}
