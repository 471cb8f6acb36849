package io.joulebook.collector.grid;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class YearlyTableTest {
  private final YearlyTable table = YearlyTable.load();

  @Test
  void holdsEachZoneOnce() {
    List<String[]> rows = Rows.of("grid-intensity-yearly.csv");

    assertThat(rows).hasSize(221).allSatisfy(row -> assertThat(row).hasSize(4));
    assertThat(table.rows()).hasSize(221);
  }

  @Test
  void everyIntensityIsAboveZeroAndBelowTheDirtiestGridKnown() {
    assertThat(table.rows())
        .allSatisfy(
            row -> assertThat(row.intensity().milligramsPerKwh()).isBetween(1_000L, 1_306_300L));
  }

  @Test
  void everyRowIsOfARecentYear() {
    assertThat(table.rows()).allSatisfy(row -> assertThat(row.year()).isBetween(2022, 2024));
  }

  @Test
  void codesThatParsersTakeForSomethingElseAreCountries() {
    assertThat(table.nearest(new Zone("NA")).name()).isEqualTo("Namibia");
    assertThat(table.nearest(new Zone("NO")).name()).isEqualTo("Norway");
  }

  @Test
  void everyZoneIsACountryOrAMarkedAggregate() {
    assertThat(table.rows())
        .allMatch(
            row ->
                Countries.has(row.zone().code())
                    || row.zone().code().matches("WORLD|EU|X-[A-Z0-9-]+"));
  }

  @Test
  void aPartOfACountryFallsBackToItAndACountryWithoutARowToTheWorld() {
    assertThat(table.nearest(new Zone("US-CAL-CISO")).zone()).isEqualTo(new Zone("US"));
    assertThat(table.nearest(new Zone("CF")).zone()).isEqualTo(Zone.WORLD);
    assertThat(table.nearest(new Zone("CF-BANGUI")).zone()).isEqualTo(Zone.WORLD);
  }

  @Test
  void carriesItsAttribution() throws IOException {
    try (InputStream notice = YearlyTable.class.getResourceAsStream("NOTICE")) {
      assertThat(new String(notice.readAllBytes(), StandardCharsets.UTF_8))
          .contains("Contains yearly electricity data by Ember (data years 2022-2024)")
          .contains("CC-BY-4.0");
    }
  }

  @Test
  void everyCloudRegionLiesInAZoneWithARow() {
    assertThat(CloudRegions.load().countries()).hasSize(157);
    assertThat(CloudRegions.load().countries().values()).allMatch(table::has);
  }
}
