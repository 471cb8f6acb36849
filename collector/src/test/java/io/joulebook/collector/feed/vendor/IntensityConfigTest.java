package io.joulebook.collector.feed.vendor;

import static org.assertj.core.api.Assertions.assertThat;

import io.joulebook.collector.grid.Basis;
import io.joulebook.collector.grid.EmissionMethod;
import io.joulebook.collector.grid.GridIntensity;
import io.joulebook.collector.grid.IntensityResult.Price;
import io.joulebook.collector.grid.IntensityResult.Unpriced;
import io.joulebook.collector.grid.Signal;
import io.joulebook.collector.grid.Tier;
import io.joulebook.collector.grid.Zone;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class IntensityConfigTest {
  private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
  private static final Map<FeedOption, String> AVERAGE_LIFECYCLE_FILE =
      Map.of(
          FeedOptions.of("file.path"), "/nowhere.csv",
          FeedOptions.of("file.signal"), "average",
          FeedOptions.of("file.basis"), "lifecycle");

  @Test
  void aLadderWithoutLiveFeedsIsTimelessAndHasNothingToAsk() {
    IntensityConfig plan = plan("static", "DE", Map.of());

    assertThat(plan.complaints()).isEmpty();
    assertThat(plan.feeds()).isEmpty();
    assertThat(plan.ladder().isTimeless()).isTrue();
    assertThat(plan.rungs())
        .containsExactly(Map.entry("static", "342.060 g/kWh, average/lifecycle, zone DE"));
  }

  @Test
  void aPlaceInACountryIsNotSaidToBePricedByARowOfItsOwn() {
    assertThat(price(plan("static", "cloud:aws/us-west-2", Map.of())).tier())
        .isEqualTo(Tier.STATIC_COUNTRY);
    assertThat(price(plan("static", "US-CAL-CISO", Map.of())).tier())
        .isEqualTo(Tier.STATIC_COUNTRY);
    assertThat(price(plan("static", "US", Map.of())).tier()).isEqualTo(Tier.STATIC);
  }

  @Test
  void ofTwoFeedsWithoutTimeTheFirstThatKnowsAPriceHolds() {
    assertThat(price(plan("static,fixed", "FR", Map.of())).feed()).isEqualTo("static");
    assertThat(price(plan("static,fixed", "", Map.of())).feed()).isEqualTo("fixed");
    assertThat(plan("static", "", Map.of()).ladder().provisional(NOON))
        .isInstanceOf(Unpriced.class);
  }

  @Test
  void aLiveFeedIsWaitedForAsLongAsItUsuallyTakes() {
    IntensityConfig plan = plan("file,static", "DE", AVERAGE_LIFECYCLE_FILE);

    assertThat(plan.complaints()).isEmpty();
    assertThat(plan.feeds()).isPresent();
    assertThat(plan.ladder().isTimeless()).isFalse();
    assertThat(plan.rungs().get("file")).endsWith("waited for up to 62 min");
    assertThat(plan.rungs()).containsKeys("file", "static");
  }

  @Test
  void feedsOfAnotherSignalOrBasisAreLeftOut() {
    IntensityConfig plan = plan("neso,static", "GB", Map.of());

    assertThat(plan.complaints())
        .containsExactly(
            "grid.feeds: static is average/lifecycle and neso is average/direct: a sum of both means"
                + " nothing; it is left out");
    assertThat(plan.rungs()).containsOnlyKeys("neso");
    assertThat(plan.ladder().method()).isEqualTo(EmissionMethod.AVERAGE_DIRECT);
  }

  @Test
  void aStatedIntensityBelowALiveFeedHasToSayWhatItIs() {
    assertThat(plan("neso,fixed", "GB", Map.of()).complaints())
        .singleElement()
        .asString()
        .contains("fixed is unspecified/unspecified", "feeds.fixed.signal", "feeds.fixed.basis");

    IntensityConfig said =
        plan(
            "neso,fixed",
            "GB",
            Map.of(
                FeedOptions.of("fixed.signal"),
                "average",
                FeedOptions.of("fixed.basis"),
                "direct"));
    assertThat(said.complaints()).isEmpty();
    assertThat(price(said).method()).isEqualTo(new EmissionMethod(Signal.AVERAGE, Basis.DIRECT));
  }

  @Test
  void aLiveFeedBelowOneThatAlwaysHasAPriceIsLeftOut() {
    assertThat(plan("static,neso", "GB", Map.of()).complaints())
        .singleElement()
        .asString()
        .contains("neso", "always has a price");
  }

  @Test
  void aLiveFeedWithoutAZoneOrWithAWrongOneIsLeftOut() {
    assertThat(plan("neso", "", Map.of()).complaints())
        .singleElement()
        .asString()
        .contains("grid.zone, which is unset");
    assertThat(plan("neso,static", "DE", Map.of()).complaints())
        .anyMatch(line -> line.contains("grid.zone: 'DE' is not served by the feed neso"));
  }

  @Test
  void aLadderWhoseFeedsAreAllLeftOutIsWithoutAPriceAndSaysSo() {
    IntensityConfig plan = plan("watttime", "US-CAL-CISO", Map.of());

    assertThat(plan.complaints()).singleElement().asString().contains("feeds.watttime.region");
    assertThat(plan.ladder().isTimeless()).isTrue();
    assertThat(plan.ladder().provisional(NOON)).isInstanceOf(Unpriced.class);
    assertThat(plan.rungs()).isEmpty();
  }

  private static Price price(IntensityConfig plan) {
    return (Price) plan.ladder().provisional(NOON);
  }

  private static IntensityConfig plan(String feeds, String zone, Map<FeedOption, String> options) {
    boolean fixed = feeds.contains("fixed");
    GridSettings settings =
        new GridSettings(
            Optional.of(zone).filter(code -> !code.isEmpty()).map(Zone::parse),
            fixed ? Optional.of(GridIntensity.parse("40")) : Optional.empty(),
            Optional.of(FeedProviders.parseLadder(feeds)),
            FeedSettings.of(options, Map.of(), Optional.empty()),
            Duration.ofHours(3),
            Optional.empty(),
            Optional.empty());
    return IntensityConfig.of(settings, InstantSource.fixed(NOON));
  }
}
