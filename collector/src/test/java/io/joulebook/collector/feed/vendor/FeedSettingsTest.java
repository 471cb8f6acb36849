package io.joulebook.collector.feed.vendor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.joulebook.collector.feed.http.Secret;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class FeedSettingsTest {
  @Test
  void itsTextNamesSecretsAndShowsNone() {
    FeedSettings settings =
        FeedSettings.of(
            Map.of(FeedOptions.of("neso.url"), "http://anna:s3cret@127.0.0.1?s3cret"),
            Map.of(FeedOptions.of("electricitymaps.token"), Secret.of("s3cret")),
            Optional.empty());
    assertThat(settings)
        .hasToString("{feeds.electricitymaps.token=(secret), feeds.neso.url=(not shown)}");
  }

  @Test
  void aSecretAmongTheOptionsIsRefusedWithoutItsText() {
    assertThatThrownBy(
            () ->
                FeedSettings.of(
                    Map.of(FeedOptions.of("watttime.password"), "s3cret"),
                    Map.of(),
                    Optional.empty()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("feeds.watttime.password")
        .hasMessageNotContaining("s3cret");
    assertThatThrownBy(
            () ->
                FeedSettings.of(
                    Map.of(),
                    Map.of(FeedOptions.of("neso.url"), Secret.of("s3cret")),
                    Optional.empty()))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void anEmptyTextIsNothingTold() {
    FeedSettings settings =
        FeedSettings.of(
            Map.of(FeedOptions.of("hosts"), " , A.example,, "), Map.of(), Optional.empty());
    assertThat(settings.hosts()).containsExactly("a.example");
    assertThat(FeedSettings.NONE.hosts()).isEmpty();
    assertThat(
            FeedSettings.of(Map.of(FeedOptions.of("neso.url"), " "), Map.of(), Optional.empty())
                .option(FeedOptions.of("neso.url")))
        .isEmpty();
  }
}
