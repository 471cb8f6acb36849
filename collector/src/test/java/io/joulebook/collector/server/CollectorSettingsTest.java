package io.joulebook.collector.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.joulebook.collector.grid.FeedName;
import io.joulebook.collector.grid.GridIntensity;
import io.joulebook.collector.metrics.Histograms;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class CollectorSettingsTest {
  private static final List<FeedName> FIXED = List.of(FeedName.FIXED);
  private static final List<FeedName> STATIC = List.of(FeedName.STATIC);

  @Test
  void theLadderFollowsFromWhatIsSet() {
    assertThat(CollectorSettings.of("1").ladder()).isEqualTo(STATIC);
    assertThat(settings("40").ladder()).isEqualTo(FIXED);
    assertThat(settings("40", List.of(FeedName.STATIC, FeedName.FIXED)).ladder())
        .containsExactly(FeedName.STATIC, FeedName.FIXED);
  }

  @Test
  void settingsThatContradictEachOtherAreRefused() {
    assertThatThrownBy(() -> settings("", FIXED))
        .hasMessage("grid.feeds names 'fixed' but grid.intensity is unset");
    assertThatThrownBy(() -> settings("40", STATIC))
        .hasMessage("grid.intensity is set but grid.feeds names no 'fixed'");
    assertThatThrownBy(() -> settings("", List.of())).hasMessageContaining("at least one feed");
  }

  @Test
  void atLeastOneModelIsNamed() {
    assertThatThrownBy(
            () ->
                new CollectorSettings(
                    "1",
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Histograms.CLASSIC,
                    0))
        .hasMessageContaining("at least 1");
  }

  private static CollectorSettings settings(String intensity) {
    return settings(intensity, Optional.empty());
  }

  private static CollectorSettings settings(String intensity, List<FeedName> feeds) {
    return settings(intensity, Optional.of(feeds));
  }

  private static CollectorSettings settings(String intensity, Optional<List<FeedName>> feeds) {
    return new CollectorSettings(
        "1",
        Optional.empty(),
        Optional.of(intensity).filter(text -> !text.isEmpty()).map(GridIntensity::parse),
        feeds,
        Optional.empty(),
        Histograms.CLASSIC,
        200);
  }
}
