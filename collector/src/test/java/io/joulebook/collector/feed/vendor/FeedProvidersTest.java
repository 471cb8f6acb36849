package io.joulebook.collector.feed.vendor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.joulebook.collector.feed.FeedKeys;
import io.joulebook.collector.feed.http.Secret;
import io.joulebook.collector.grid.FeedName;
import io.joulebook.collector.grid.FeedNames;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class FeedProvidersTest {
  @Test
  void everyFeedAndEveryOptionHasANameOfItsOwn() {
    assertThat(FeedProviders.ALL).extracting(FeedProvider::name).doesNotHaveDuplicates();
    assertThat(FeedProviders.options()).extracting(FeedOption::key).doesNotHaveDuplicates();
  }

  @Test
  void theOptionsOfAFeedStandUnderItsName() {
    for (FeedProvider provider : FeedProviders.ALL) {
      assertThat(provider.options())
          .extracting(FeedOption::key)
          .allMatch(key -> key.startsWith("feeds." + provider.name() + "."));
    }
  }

  @Test
  void aLadderIsInItsOrder() {
    assertThat(FeedProviders.parseLadder("neso, static"))
        .isEqualTo(List.of(FeedNames.NESO, FeedName.STATIC));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "neso,,static", "nes", "NESO"})
  void anUnknownFeedIsMetWithThoseThatThereAre(String ladder) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> FeedProviders.parseLadder(ladder))
        .withMessageContainingAll("is not a grid feed", "static, fixed, file, neso");
  }

  @Test
  void aFeedThatIsNamedTwiceIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> FeedProviders.parseLadder("neso,static,neso"))
        .withMessageContaining("names a feed twice");
  }

  static Stream<Arguments> keys() {
    return Stream.of(
        arguments(FeedNames.ELECTRICITY_MAPS, "feeds.electricitymaps.token", "grid.zone"),
        arguments(FeedNames.WATT_TIME, "feeds.watttime.password", "feeds.watttime.region"),
        arguments(
            FeedNames.CARBON_AWARE_SDK,
            "feeds.carbonawaresdk.url",
            "feeds.carbonawaresdk.location"),
        arguments(FeedNames.NESO, "feeds.neso.url", "grid.zone"));
  }

  @ParameterizedTest
  @MethodSource("keys")
  void anOperatorIsToldWhereToLook(FeedName name, String credentials, String zone) {
    FeedKeys keys = FeedProviders.of(name).keys(FeedSettings.NONE);
    assertThat(keys.credentials()).contains(credentials);
    assertThat(keys.zone()).isEqualTo(zone);
  }

  @Test
  void anOperatorIsToldTheKeyThatIsInUse() {
    Secret secret = Secret.of("k");
    FeedSettings itself =
        FeedSettings.of(
            Map.of(),
            Map.of(FeedOptions.of("electricitymaps.token"), secret),
            Optional.of(service(Map.of("X-Key", "k"))));
    FeedSettings inAFile =
        FeedSettings.of(
            Map.of(FeedOptions.of("electricitymaps.token.file"), "/run/secrets/k"),
            Map.of(),
            Optional.of(service(Map.of())));

    assertThat(credentials(FeedNames.ELECTRICITY_MAPS, itself))
        .isEqualTo("feeds.electricitymaps.token");
    assertThat(credentials(FeedNames.ELECTRICITY_MAPS, inAFile))
        .isEqualTo("feeds.electricitymaps.token.file");
    assertThat(credentials(HttpJsonFeed.NAME, itself)).isEqualTo("feeds.http-json.headers");
    assertThat(credentials(HttpJsonFeed.NAME, inAFile)).isEqualTo("feeds.http-json.url");
  }

  private static String credentials(FeedName name, FeedSettings settings) {
    return FeedProviders.of(name).keys(settings).credentials();
  }

  private static HttpJsonDescription service(Map<String, String> headers) {
    return HttpJsonDescription.parse(
        Map.ofEntries(
            Map.entry("url", "https://grid.example/x"),
            Map.entry("headers", headers),
            Map.entry("values", ""),
            Map.entry("from", "/f"),
            Map.entry("to", "/t"),
            Map.entry("value", "/v"),
            Map.entry("unit", "gCO2/kWh"),
            Map.entry("signal", "average"),
            Map.entry("basis", "lifecycle")));
  }
}
