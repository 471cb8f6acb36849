package io.joulebook.collector.feed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class FeedSettingsTest {
  @Test
  void itsTextNamesSecretsAndShowsNone() {
    FeedSettings settings =
        FeedSettings.of(
            Map.of(FeedOption.NESO_URL, "http://anna:s3cret@127.0.0.1?s3cret"),
            Map.of(FeedOption.ELECTRICITY_MAPS_TOKEN, Secret.of("s3cret")),
            Optional.empty());
    assertThat(settings)
        .hasToString("{feeds.electricitymaps.token=(secret), feeds.neso.url=(not shown)}");
  }

  @Test
  void aSecretAmongTheOptionsIsRefusedWithoutItsText() {
    assertThatThrownBy(
            () ->
                FeedSettings.of(
                    Map.of(FeedOption.WATT_TIME_PASSWORD, "s3cret"), Map.of(), Optional.empty()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("feeds.watttime.password")
        .hasMessageNotContaining("s3cret");
    assertThatThrownBy(
            () ->
                FeedSettings.of(
                    Map.of(), Map.of(FeedOption.NESO_URL, Secret.of("s3cret")), Optional.empty()))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void anEmptyTextIsNothingTold() {
    FeedSettings settings =
        FeedSettings.of(Map.of(FeedOption.HOSTS, " , A.example,, "), Map.of(), Optional.empty());
    assertThat(settings.hosts()).containsExactly("a.example");
    assertThat(FeedSettings.NONE.hosts()).isEmpty();
    assertThat(
            FeedSettings.of(Map.of(FeedOption.NESO_URL, " "), Map.of(), Optional.empty())
                .option(FeedOption.NESO_URL))
        .isEmpty();
  }
}
