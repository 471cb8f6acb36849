package io.joulebook.collector.grid;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.joulebook.collector.grid.Quote.Price;
import io.joulebook.collector.grid.Quote.Unpriced;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LadderTest {
  private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
  private static final Optional<GridIntensity> FORTY = Optional.of(GridIntensity.parse("40"));

  @Test
  void theTablePricesAZoneOfItsOwn() {
    assertThat(quote(List.of(FeedName.STATIC), Optional.of("DE"), Optional.empty()))
        .isEqualTo(
            new Price(
                GridIntensity.parse("342.06"),
                "DE",
                "static",
                Signal.AVERAGE,
                Basis.LIFECYCLE,
                Tier.STATIC));
  }

  @Test
  void aStandInIsNamedByItsFeedWhileTheZoneStaysTheOneAskedFor() {
    Quote quote = quote(List.of(FeedName.STATIC), Optional.of("US-CAL-CISO"), Optional.empty());

    assertThat(quote)
        .isInstanceOfSatisfying(
            Price.class,
            price -> {
              assertThat(price.zone()).isEqualTo("US-CAL-CISO");
              assertThat(price.feed()).isEqualTo("static:US");
              assertThat(price.intensity()).isEqualTo(GridIntensity.parse("383.55"));
            });
  }

  @Test
  void withoutAZoneTheTableHasNoPrice() {
    assertThat(quote(List.of(FeedName.STATIC), Optional.empty(), Optional.empty()))
        .isEqualTo(new Unpriced(Quote.Reason.NO_ZONE));
  }

  @Test
  void aStatedIntensityNeedsNoZone() {
    assertThat(quote(List.of(FeedName.FIXED), Optional.empty(), FORTY))
        .isEqualTo(
            new Price(
                FORTY.orElseThrow(),
                "unset",
                "fixed",
                Signal.UNSPECIFIED,
                Basis.UNSPECIFIED,
                Tier.STATIC));
  }

  @Test
  void theFirstFeedThatKnowsAPriceSettlesIt() {
    List<FeedName> both = List.of(FeedName.STATIC, FeedName.FIXED);

    assertThat(feedOf(quote(both, Optional.of("FR"), FORTY))).isEqualTo("static");
    assertThat(feedOf(quote(both, Optional.empty(), FORTY))).isEqualTo("fixed");
  }

  @Test
  void aLadderIsReadInItsOrderAndABadOneRefused() {
    assertThat(FeedName.parseLadder("fixed, static"))
        .containsExactly(FeedName.FIXED, FeedName.STATIC);
    assertThatThrownBy(() -> FeedName.parseLadder("static,watttime"))
        .hasMessage("'watttime' is not a grid feed; allowed are: static, fixed");
    assertThatThrownBy(() -> FeedName.parseLadder("")).hasMessageContaining("allowed are");
    assertThatThrownBy(() -> FeedName.parseLadder("static,static"))
        .hasMessageContaining("names a feed twice");
  }

  private static Quote quote(
      List<FeedName> feeds, Optional<String> zone, Optional<GridIntensity> intensity) {
    return Ladder.of(feeds, zone.map(Zone::parse), intensity).at(NOON);
  }

  private static String feedOf(Quote quote) {
    return ((Price) quote).feed();
  }
}
