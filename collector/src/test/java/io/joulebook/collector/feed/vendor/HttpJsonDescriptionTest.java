package io.joulebook.collector.feed.vendor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.joulebook.collector.feed.FeedFacts;
import io.joulebook.collector.feed.IntensityUnit;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HttpJsonDescriptionTest {
  @Test
  void itsFactsAreThoseDescribed() {
    Map<String, Object> yaml = yaml();
    yaml.putAll(
        Map.of(
            "poll",
            "10m",
            "lag",
            "90s",
            "revises",
            true,
            "licence",
            "CC0",
            "attribution",
            "by us"));
    FeedFacts facts = HttpJsonDescription.parse(yaml).facts();
    assertThat(facts.method()).hasToString("marginal/direct");
    assertThat(facts.unit()).isEqualTo(IntensityUnit.GRAMS_PER_KWH);
    assertThat(facts.resolution()).isEqualTo(Duration.ofMinutes(30));
    assertThat(facts.poll()).isEqualTo(Duration.ofMinutes(10));
    assertThat(facts.lag()).isEqualTo(Duration.ofSeconds(90));
    assertThat(facts.revises()).isTrue();
    assertThat(facts.zeroAllowed()).isFalse();
    assertThat(facts.licence()).isEqualTo("CC0");
    assertThat(facts.attribution()).isEqualTo("by us");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"url", "values", "from", "value", "unit", "signal", "basis", "resolution"})
  void whatIsMissingIsNamed(String key) {
    Map<String, Object> yaml = yaml();
    yaml.remove(key);
    assertRefused(yaml, "feeds.http-json").hasMessageContaining(key);
  }

  @ParameterizedTest
  @CsvSource({
    "unit, percentile, gCO2/kWh",
    "signal, unspecified, average or marginal",
    "signal, Average, average or marginal",
    "basis, unspecified, lifecycle or direct",
    "basis, '', lifecycle or direct",
    "values, data, JSON pointer",
    "value, $.x, JSON pointer",
    "resolution, 30, 30m",
    "resolution, PT30M, 30m",
    "resolution, 1m, 300s",
    "poll, 1s, 60s",
    "poll, 25h, 24h",
    "lag, soon, 90s"
  })
  void aValueThatIsNotAllowedIsNamedWithWhatIs(String key, String value, String allowed) {
    Map<String, Object> yaml = yaml();
    yaml.put(key, value);
    assertRefused(yaml, "feeds.http-json." + key)
        .hasMessageContaining(value)
        .hasMessageContaining(allowed);
  }

  @Test
  void aKeyThatIsNoneIsRefused() {
    Map<String, Object> yaml = yaml();
    yaml.put("license", "CC0");
    assertRefused(yaml, "has an unknown key license").hasMessageContaining("licence");
    Map<Object, Object> numbered = new HashMap<>(yaml());
    numbered.put(7, "x");
    assertRefused(numbered, "an unknown key that is no word");
  }

  @Test
  void aValueOfAnotherTypeIsRefusedEvenIfItHasNoEnd() {
    List<Object> endless = new ArrayList<>();
    endless.add(endless);
    for (String key : List.of("url", "values", "to", "unit", "signal", "poll", "licence")) {
      Map<String, Object> yaml = yaml();
      yaml.keySet().removeIf(other -> key.equals("to") && other.equals("resolution"));
      yaml.put(key, endless);
      assertRefused(yaml, "a list");
    }
    Map<String, Object> yaml = yaml();
    yaml.put("revises", "yes");
    assertRefused(yaml, "feeds.http-json.revises is \"yes\": it must be true or false");
  }

  @Test
  void anIntervalHasAnEndOrALengthOrBoth() {
    Map<String, Object> yaml = yaml();
    yaml.put("to", "/to");
    assertThat(HttpJsonDescription.parse(yaml).facts().resolution())
        .isEqualTo(Duration.ofMinutes(30));
    yaml.remove("to");
    yaml.remove("resolution");
    assertRefused(yaml, "needs to").hasMessageContaining("resolution");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://{zone}.example.org/",
        "https://example.org/{time}",
        "https://example.org/{from",
        "{zone}",
        "example.org/x"
      })
  void aUrlWhoseHostOrPlaceholdersAreNotFixedIsRefused(String url) {
    Map<String, Object> yaml = yaml();
    yaml.put("url", url);
    assertRefused(yaml, "feeds.http-json.url");
  }

  @Test
  void aHeaderIsATextAVariableOrAFile() {
    assertHeaderRefused(Map.of("X-Key", 7), "a text, {env: NAME} or {file: PATH}");
    assertHeaderRefused(Map.of("X-Key", Map.of("env", "A", "file", "b")), "{env: NAME}");
    assertHeaderRefused(Map.of("X-Key", Map.of("env", "MISSING")), "its environment variable");
    assertHeaderRefused(Map.of("X Key", "a"), "no header's");
    assertHeaderRefused(Map.of("Host", "a"), "host");
    assertHeaderRefused(Map.of("X-Key", "two\nlines"), "one line");
    assertHeaderRefused("X-Key: a", "a map");
    assertHeaderRefused(Map.of("X-Key", Map.of("file", "\0")), "no path");
  }

  private static void assertHeaderRefused(Object headers, String why) {
    Map<String, Object> yaml = yaml();
    yaml.put("headers", headers);
    assertRefused(yaml, "feeds.http-json.headers").hasMessageContaining(why);
  }

  @Test
  void noSecretIsInItsTextOrInAComplaint() {
    Map<String, Object> yaml = yaml();
    yaml.put("url", "https://example.org/x?key=s3cret-in-url");
    yaml.put("headers", Map.of("X-Key", "s3cret"));
    assertThat(HttpJsonDescription.parse(yaml).toString()).doesNotContain("s3cret");
    yaml.put("headers", Map.of("X-Key", "s3cret\n2"));
    assertRefused(yaml, "X-Key").hasMessageNotContaining("s3cret");
    yaml.put("headers", Map.of());
    yaml.put("url", "https://user:s3cret@example.org/{x}");
    assertRefused(yaml, "url").hasMessageNotContaining("s3cret");
  }

  private static AbstractThrowableAssert<?, ?> assertRefused(Map<?, ?> yaml, String why) {
    return assertThatThrownBy(() -> HttpJsonDescription.parse(yaml, Map.of("KEY", "k")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(why);
  }

  private static Map<String, Object> yaml() {
    return new HashMap<>(
        Map.of(
            "url", "https://example.org/{zone}",
            "values", "/data",
            "from", "/from",
            "resolution", "30m",
            "value", "/value",
            "unit", "gCO2/kWh",
            "signal", "marginal",
            "basis", "direct"));
  }
}
