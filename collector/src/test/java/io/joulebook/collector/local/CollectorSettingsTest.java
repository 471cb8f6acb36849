package io.joulebook.collector.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.joulebook.collector.carbon.Footprint;
import io.joulebook.collector.feed.vendor.GridSettings;
import io.joulebook.collector.grid.FeedName;
import io.joulebook.collector.grid.GridIntensity;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class CollectorSettingsTest {
  private static final List<FeedName> FIXED = List.of(FeedName.FIXED);
  private static final List<FeedName> STATIC = List.of(FeedName.STATIC);

  @Test
  void theLadderFollowsFromWhatIsSet() {
    assertThat(GridSettings.NONE.ladder()).isEqualTo(STATIC);
    assertThat(grid("40", Optional.empty()).ladder()).isEqualTo(FIXED);
    assertThat(grid("40", List.of(FeedName.STATIC, FeedName.FIXED)).ladder())
        .containsExactly(FeedName.STATIC, FeedName.FIXED);
  }

  @Test
  void settingsThatContradictEachOtherAreRefused() {
    assertThatThrownBy(() -> grid("", FIXED))
        .hasMessage("grid.feeds names 'fixed' but grid.intensity is unset");
    assertThatThrownBy(() -> grid("40", STATIC))
        .hasMessage("grid.intensity is set but grid.feeds names no 'fixed'");
    assertThatThrownBy(() -> grid("", List.of())).hasMessageContaining("at least one feed");
  }

  @Test
  void atLeastOneModelIsNamed() {
    assertThatThrownBy(
            () ->
                new CollectorSettings("1", GridSettings.NONE, Optional.empty(), Footprint.NONE, 0))
        .hasMessageContaining("at least 1");
  }

  private static GridSettings grid(String intensity, List<FeedName> feeds) {
    return grid(intensity, Optional.of(feeds));
  }

  private static GridSettings grid(String intensity, Optional<List<FeedName>> feeds) {
    return GridSettings.of(
        Optional.empty(),
        Optional.of(intensity).filter(text -> !text.isEmpty()).map(GridIntensity::parse),
        feeds);
  }
}
