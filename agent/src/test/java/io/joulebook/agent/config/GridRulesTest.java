package io.joulebook.agent.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.joulebook.collector.ConfiguredPath;
import io.joulebook.collector.feed.vendor.GridSettings;
import io.joulebook.collector.grid.FeedName;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class GridRulesTest {
  private static final String SECRET = "hunter2-Zq9";

  @Test
  void theKeysOfTheGridAreRead() {
    GridSettings grid =
        GridRules.of(
                settings(
                    "grid.zone=DE,grid.feeds=electricitymaps,static,grid.oldest=90m,grid.wait=0s,"
                        + "grid.history=/var/lib/joulebook",
                    Map.of(),
                    ""))
            .grid();

    assertThat(grid.feeds()).contains(List.of(new FeedName("electricitymaps"), FeedName.STATIC));
    assertThat(grid.oldest()).isEqualTo(Duration.ofMinutes(90));
    assertThat(grid.patience()).contains(Duration.ZERO);
    assertThat(grid.history())
        .map(ConfiguredPath::setting)
        .contains("grid.history=\"/var/lib/joulebook\" (agent argument grid.history)");
  }

  @Test
  void messagesDoNotHaveWhatMayNotBeShown() {
    Settings settings =
        settings(
            "receipts.file=/srv/u:" + SECRET + "@h/r.jsonl,feeds.neso.url=https://h/" + SECRET,
            Map.of("JOULEBOOK_FEEDS_ELECTRICITYMAPS_TOKEN", SECRET),
            "");

    assertThat(settings.hide("/srv/u:" + SECRET + "@h/r.jsonl cannot be written"))
        .isEqualTo("(not shown: a key may be in it) cannot be written");
    assertThat(settings.hide("there is no folder /srv/u:" + SECRET + "@h"))
        .isEqualTo("there is no folder (not shown: a key may be in it)");
    assertThat(settings.hide("https://h/" + SECRET + " and " + SECRET)).doesNotContain(SECRET);
    assertThat(settings.hide("all is well")).isEqualTo("all is well");
  }

  @Test
  void aPathThatTheLocaleCannotSpellIsRefusedAndNothingElse() {
    Settings settings = settings("grid.zone=DE,grid.history=/x\uFFFE\uD800y", Map.of(), "");

    assertThat(settings.complaints())
        .singleElement()
        .asString()
        .contains(
            "grid.history=", "agent argument grid.history", "a folder's path", "LC_ALL=C.UTF-8");
    assertThat(GridRules.of(settings).complaints()).isEmpty();
    assertThat(GridRules.of(settings).grid().zone()).isPresent();
  }

  @Test
  void aSecretComesFromTheEnvironmentAndIsShownNowhere() {
    Settings settings = settings("", Map.of("JOULEBOOK_FEEDS_ELECTRICITYMAPS_TOKEN", SECRET), "");
    GridRules rules = GridRules.of(settings);

    assertThat(settings.complaints()).isEmpty();
    assertThat(rules.complaints()).isEmpty();
    assertThat(rules.grid().options().toString())
        .contains("feeds.electricitymaps.token")
        .doesNotContain(SECRET);
    assertThat(settings.shown())
        .filteredOn(key -> key.key().equals("feeds.electricitymaps.token"))
        .singleElement()
        .satisfies(key -> assertThat(key.text()).contains("(secret)"));
  }

  @Test
  void aSecretOnACommandLineIsIgnoredAndTheLineThatSaysSoDoesNotHaveIt() {
    Settings argument = settings("feeds.electricitymaps.token=" + SECRET, Map.of(), "");
    Settings property =
        Settings.resolve(
            new Inputs(
                "", Map.of("joulebook.feeds.watttime.password", SECRET), Map.of(), path -> ""));

    assertThat(
            Keys.FEEDS.values().stream()
                .filter(key -> key.key().equals("feeds.electricitymaps.token"))
                .map(argument::get))
        .containsExactly(Optional.empty());
    assertThat(argument.complaints())
        .singleElement()
        .asString()
        .contains("JOULEBOOK_FEEDS_ELECTRICITYMAPS_TOKEN", "feeds.electricitymaps.token.file")
        .doesNotContain(SECRET);
    assertThat(property.complaints()).singleElement().asString().doesNotContain(SECRET);
  }

  @Test
  void aSecretThatNoHeaderCanHaveIsRefusedWithoutBeingShown() {
    GridRules rules =
        GridRules.of(
            settings("", Map.of("JOULEBOOK_FEEDS_WATTTIME_PASSWORD", SECRET + "\nX: y"), ""));

    assertThat(rules.complaints())
        .singleElement()
        .asString()
        .contains("feeds.watttime.password", "on one line")
        .doesNotContain(SECRET);
  }

  @Test
  void aServiceOfOnesOwnIsDescribedInTheFile() {
    String yaml =
        """
        feeds:
          http-json:
            url: "http://127.0.0.1:1/x?zone={zone}&from={from}&to={to}"
            values: /data
            from: /from
            to: /to
            value: /v
            unit: gCO2/kWh
            signal: average
            basis: lifecycle
            licence: none
            attribution: none
        """;

    assertThat(GridRules.of(settings("config=j.yaml", Map.of(), yaml)).complaints()).isEmpty();
    assertThat(
            GridRules.of(
                    settings("config=j.yaml", Map.of(), yaml.replace("gCO2/kWh", "percentile")))
                .complaints())
        .singleElement()
        .asString()
        .contains("percentile", "lbs_co2_per_mwh", "left out");
    assertThat(
            GridRules.of(settings("config=j.yaml", Map.of(), "feeds: {http-json: 7}")).complaints())
        .containsExactly("feeds.http-json must be a map: the feed is left out");
  }

  @Test
  void whoeverAsksNoFeedNeedsNoSecret() {
    String yaml =
        """
        feeds:
          http-json: {url: "http://127.0.0.1:1/x", headers: {X-Key: {env: NOT_SET_HERE}}, values: /d, from: /f,
            to: /t, value: /v, unit: gCO2/kWh, signal: average, basis: lifecycle}
        """;
    Settings settings = settings("config=j.yaml", Map.of(), yaml);

    assertThat(GridRules.of(settings).complaints())
        .singleElement()
        .asString()
        .contains("NOT_SET_HERE");
    assertThat(GridRules.ofPast(settings).complaints()).isEmpty();
  }

  @Test
  void whatOnlyTheFileCanSayIsRefusedElsewhere() {
    assertThat(settings("embodied=164", Map.of(), "").complaints())
        .containsExactly(
            "embodied (agent argument) may stand in the configuration file only: ignored");
  }

  private static Settings settings(String arguments, Map<String, String> environment, String yaml) {
    return Settings.resolve(new Inputs(arguments, Map.of(), environment, path -> yaml));
  }
}
