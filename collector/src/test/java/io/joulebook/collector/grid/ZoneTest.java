package io.joulebook.collector.grid;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
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
  @ValueSource(
      strings = {
        "",
        "QQ",
        "QQ-NORTH",
        "US-",
        "US-cal",
        "USA",
        "X-ATLANTIS",
        "DE-FOO",
        "US-NONSENSE",
        "US-CA",
        "US CAL"
      })
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
        .hasMessageEndingWith("did you mean US-CAL-CISO?");
  }

  @ParameterizedTest
  @CsvSource({
    "eu-west-1, cloud:aws/eu-west-1?",
    "EU-WEST-1, cloud:aws/eu-west-1?",
    "aws:eu-west-1, cloud:aws/eu-west-1?",
    "aws/eu-west-1, cloud:aws/eu-west-1?",
    "westeurope, cloud:azure/westeurope?",
    "europe-west1, cloud:gcp/europe-west1?",
    "UK, GB?",
    "GBR, GB?",
    "USA, US?",
    "DE-FOO, DE (Germany)?",
    "US-NONSENSE, US (United States)?",
    "US-CA, 'US-CAL-BANC, US-CAL-CISO, US-CAL-IID?'",
    "PJM, US-MIDA-PJM?",
    "DE_LU, DE-LU?",
    "DK1, DK-DK1?",
  })
  void whatMayBeMeantIsSaid(String text, String meant) {
    assertThatThrownBy(() -> Zone.parse(text)).hasMessageEndingWith("did you mean " + meant);
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
