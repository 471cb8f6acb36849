package io.joulebook.collector.feed.vendor;

import io.joulebook.collector.config.ConfigTree;
import io.joulebook.collector.feed.FeedFacts;
import io.joulebook.collector.feed.IntensityUnit;
import io.joulebook.collector.feed.http.HttpHeaderSecrets;
import io.joulebook.collector.feed.http.Query;
import io.joulebook.collector.grid.Basis;
import io.joulebook.collector.grid.EmissionMethod;
import io.joulebook.collector.grid.Signal;
import io.joulebook.collector.grid.Zone;
import io.joulebook.collector.json.Pointer;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** What the configuration says of a service that the feed {@code http-json} asks. Immutable. */
public final class HttpJsonDescription {
  static final String PATH = "feeds.http-json";
  static final String URL = PATH + ".url";
  static final String HEADERS = PATH + ".headers";

  private static final Set<String> KEYS =
      Set.of(
          "url",
          "headers",
          "values",
          "from",
          "to",
          "resolution",
          "value",
          "estimated",
          "zone",
          "unit",
          "signal",
          "basis",
          "poll",
          "lag",
          "revises",
          "licence",
          "attribution");
  private static final Pattern PLACEHOLDER = Pattern.compile("\\{(from|to|zone)}");
  private static final Pattern FIXED_HOST = Pattern.compile("[a-zA-Z]+://[^/?#{}]+([/?#].*)?");
  private static final Duration SHORTEST = Duration.ofMinutes(5);
  private static final Duration LONGEST = Duration.ofHours(24);

  private final String url;
  private final HttpHeaderSecrets headers;
  private final HttpJsonReader reader;
  private final FeedFacts facts;

  private HttpJsonDescription(
      String url, HttpHeaderSecrets headers, HttpJsonReader reader, FeedFacts facts) {
    this.url = url;
    this.headers = headers;
    this.reader = reader;
    this.facts = facts;
  }

  /**
   * The description that a map of YAML is.
   *
   * @throws IllegalArgumentException if it is none; the message names the key, the value and what
   *     is allowed, and has no secret
   */
  public static HttpJsonDescription parse(Map<?, ?> yaml) {
    return parse(yaml, System.getenv());
  }

  static HttpJsonDescription parse(Map<?, ?> yaml, Map<String, String> environment) {
    ConfigTree described = new ConfigTree(PATH, yaml, KEYS);
    return new HttpJsonDescription(
        template(described),
        HttpHeaderSecrets.parse(HEADERS, described.value("headers"), environment),
        reader(described),
        facts(described));
  }

  // The host is the operator's to say, not a placeholder's.
  private static String template(ConfigTree described) {
    String url = described.requiredText("url");
    String filled = PLACEHOLDER.matcher(url).replaceAll("x");
    if (!FIXED_HOST.matcher(url).matches() || filled.contains("{") || filled.contains("}")) {
      throw new IllegalArgumentException(
          URL + " is not allowed; a URL is, with {from}, {to} and {zone} after its host");
    }
    return url;
  }

  private static HttpJsonReader reader(ConfigTree described) {
    if (!described.has("to") && !described.has("resolution")) {
      throw new IllegalArgumentException(
          PATH + " needs to, a JSON pointer, or resolution, such as 30m, or both");
    }
    return new HttpJsonReader(
        pointer(described, "values"),
        pointer(described, "from"),
        described.parsed("to", Pointer::parse),
        resolution(described),
        pointer(described, "value"),
        described.parsed("estimated", Pointer::parse),
        described.parsed("zone", Pointer::parse));
  }

  private static Pointer pointer(ConfigTree described, String key) {
    return described
        .parsed(key, Pointer::parse)
        .orElseThrow(() -> described.refused(key, "a JSON pointer such as /value"));
  }

  private static Duration resolution(ConfigTree described) {
    return described.duration("resolution", SHORTEST, LONGEST).orElse(Duration.ofHours(1));
  }

  private static FeedFacts facts(ConfigTree described) {
    return new FeedFacts(
        HttpJsonFeed.NAME,
        new EmissionMethod(
            described.oneOf("signal", FeedSettings.SIGNALS, Signal::label),
            described.oneOf("basis", FeedSettings.BASES, Basis::label)),
        described.oneOf("unit", List.of(IntensityUnit.values()), IntensityUnit::text),
        resolution(described),
        described.duration("lag", Duration.ZERO, LONGEST).orElse(Duration.ZERO),
        described.duration("poll", Duration.ofMinutes(1), LONGEST).orElse(SHORTEST),
        described.flag("revises").orElse(false),
        false,
        described.text("licence").orElse("not stated"),
        described.text("attribution").orElse(""));
  }

  FeedFacts facts() {
    return facts;
  }

  HttpJsonReader reader() {
    return reader;
  }

  boolean hasHeaders() {
    return !headers.isEmpty();
  }

  /** The headers to send; none if a secret among them cannot be read. */
  Optional<Map<String, String>> headers() {
    return headers.now();
  }

  /** The URL to ask, as a text to be checked. */
  String example() {
    return filled(new Zone("x"), Instant.EPOCH, Instant.EPOCH);
  }

  URI uri(Zone zone, Instant from, Instant to) {
    return URI.create(filled(zone, from, to));
  }

  private String filled(Zone zone, Instant from, Instant to) {
    return url.replace("{zone}", Query.encode(zone.code()))
        .replace("{from}", Query.encode(from.truncatedTo(ChronoUnit.SECONDS).toString()))
        .replace("{to}", Query.encode(to.truncatedTo(ChronoUnit.SECONDS).toString()));
  }

  /** Its facts: the URL may have a key in it. */
  @Override
  public String toString() {
    return facts.method() + " in " + facts.unit().text();
  }
}
