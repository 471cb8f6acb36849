package io.joulebook.collector.feed.vendor;

import io.joulebook.collector.feed.Feed;
import io.joulebook.collector.feed.FeedFacts;
import io.joulebook.collector.feed.FeedKeys;
import io.joulebook.collector.feed.FetchOutcome;
import io.joulebook.collector.feed.IntensityReading;
import io.joulebook.collector.feed.IntensityUnit;
import io.joulebook.collector.feed.InvalidReadingException;
import io.joulebook.collector.feed.Rejection;
import io.joulebook.collector.feed.http.BaseUrl;
import io.joulebook.collector.feed.http.Credential;
import io.joulebook.collector.feed.http.FeedClient;
import io.joulebook.collector.feed.http.Query;
import io.joulebook.collector.feed.http.Secret;
import io.joulebook.collector.grid.Basis;
import io.joulebook.collector.grid.EmissionMethod;
import io.joulebook.collector.grid.FeedName;
import io.joulebook.collector.grid.RecordKind;
import io.joulebook.collector.grid.Signal;
import io.joulebook.collector.grid.Zone;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.json.JSONObject;

/** Electricity Maps, API version 3 or 4, whichever its base URL ends with; by key. */
final class ElectricityMapsFeed implements Feed {
  static final FeedName NAME = new FeedName("electricitymaps");

  static final URI BASE = URI.create("https://api.electricitymaps.com/v4");

  /** Its hosts: today's, and that of older documentation, which is still served. */
  static final Set<String> HOSTS = Set.of("api.electricitymaps.com", "api.electricitymap.org");

  private static final Set<Duration> KNOWN =
      Set.of(Duration.ofMinutes(5), Duration.ofMinutes(15), Duration.ofHours(1));

  // What history covers, and the hour that has begun.
  private static final Duration HISTORY = Duration.ofHours(25);

  private final FeedClient client;
  private final URI base;
  private final Zone zone;
  private final FeedFacts facts;
  private final Credential token;
  private final InstantSource clock;

  ElectricityMapsFeed(
      FeedClient client,
      URI base,
      Zone zone,
      FeedFacts facts,
      Credential token,
      InstantSource clock) {
    this.client = client;
    this.base = base;
    this.zone = zone;
    this.facts = facts;
    this.token = token;
    this.clock = clock;
  }

  /** The facts of its feed of that basis, lifecycle or direct. */
  static FeedFacts facts(Basis basis) {
    return new FeedFacts(
        NAME,
        new EmissionMethod(Signal.AVERAGE, basis),
        IntensityUnit.GRAMS_PER_KWH,
        Duration.ofHours(1),
        Duration.ZERO,
        Duration.ofMinutes(30),
        true,
        false,
        "Electricity Maps' terms: the free tier is for personal, academic, non-commercial use",
        "Contains data of Electricity Maps (https://www.electricitymaps.com).");
  }

  /** Whether it knows this version of the API. */
  static boolean speaks(URI base) {
    return version(base).equals("v3") || version(base).equals("v4");
  }

  private static String version(URI base) {
    String path = base.getPath().replaceFirst("/$", "");
    return path.substring(path.lastIndexOf('/') + 1);
  }

  @Override
  public FeedFacts facts() {
    return facts;
  }

  @Override
  public FetchOutcome fetch(Instant from, Instant to) {
    Optional<Secret> key = token.now();
    if (key.isEmpty()) {
      return new FetchOutcome.AuthFailed(false);
    }
    ResponseReader reader = json -> IntervalLengths.end(read(json), facts.resolution(), KNOWN);
    return reader.outcome(client.get(uri(from, to), Map.of("auth-token", key.get().reveal())));
  }

  private URI uri(Instant from, Instant to) {
    if (from.isBefore(clock.instant().minus(HISTORY))) {
      return asked("/carbon-intensity/past-range")
          .and("start", from.truncatedTo(ChronoUnit.HOURS))
          .and("end", to.truncatedTo(ChronoUnit.SECONDS))
          .uri();
    }
    return asked("/carbon-intensity/history").uri();
  }

  // Without the last parameter a zone that it does not know becomes the one the caller's IP address
  // lies in (its older documentation; v4's name of it from the clients of 2026).
  private Query asked(String path) {
    Query query =
        new Query(base, path).and("zone", zone).and("emissionFactorType", emissionFactorType());
    return version(base).equals("v3")
        ? query.and("shouldUseFallbackCallerLookup", false)
        : query.and("disableCallerLookup", true);
  }

  private String emissionFactorType() {
    return facts.method().basis().label();
  }

  private List<IntensityReading> read(Object json) throws InvalidReadingException {
    JSONObject body = Fields.object(json);
    Fields.echo(body, "zone", zone.code(), Rejection.ZONE);
    Fields.echoIfThere(body, "emissionFactorType", emissionFactorType(), Rejection.METHOD);
    List<IntensityReading> readings = new ArrayList<>();
    for (JSONObject row : Fields.rows(Fields.value(body, body.has("data") ? "data" : "history"))) {
      readings.add(reading(row));
    }
    return readings;
  }

  private IntensityReading reading(JSONObject row) throws InvalidReadingException {
    Fields.echoIfThere(row, "zone", zone.code(), Rejection.ZONE);
    Fields.echoIfThere(row, "emissionFactorType", emissionFactorType(), Rejection.METHOD);
    RecordKind kind = Fields.estimated(Fields.value(row, "isEstimated"), RecordKind.ESTIMATED);
    return IntensityReading.from(
            Fields.time(row, "datetime"), kind, Fields.value(row, "carbonIntensity"))
        .updated(Fields.maybeTime(row, "updatedAt"));
  }

  /** Registers it. */
  static final class Provider implements FeedProvider {
    private static final FeedOption URL =
        FeedOption.of("electricitymaps.url", "a base URL, version included");
    private static final FeedOption BASIS =
        FeedOption.of("electricitymaps.basis", "lifecycle or direct");
    private static final FeedOption TOKEN =
        FeedOption.secret("electricitymaps.token", "the API key, from the environment only");
    private static final FeedOption TOKEN_FILE =
        FeedOption.of("electricitymaps.token.file", "a file with the API key");

    @Override
    public FeedName name() {
      return NAME;
    }

    @Override
    public List<FeedOption> options() {
      return List.of(URL, BASIS, TOKEN, TOKEN_FILE);
    }

    @Override
    public FeedFacts facts(FeedSettings settings) {
      String text = settings.option(BASIS).orElse(Basis.LIFECYCLE.label());
      return ElectricityMapsFeed.facts(
          FeedSettings.oneOf(BASIS, text, FeedSettings.BASES, Basis::label));
    }

    @Override
    public FeedKeys keys(FeedSettings settings) {
      return new FeedKeys(settings.credentialKey(TOKEN, TOKEN_FILE), FeedContext.ZONE);
    }

    @Override
    public FeedPlan plan(FeedContext context) {
      FeedSettings settings = context.settings();
      FeedFacts facts = facts(settings);
      String text = settings.option(URL).orElse(BASE.toString());
      URI base = BaseUrl.parse(URL.key(), text, context.hosts(HOSTS));
      if (!speaks(base)) {
        throw new IllegalArgumentException(
            URL.key()
                + ": '"
                + URL.shown(text)
                + "' is not allowed; a URL that ends with /v3 or /v4 is");
      }
      Credential token = settings.credential(TOKEN, TOKEN_FILE);
      return FeedPlan.at(
          base,
          facts,
          client ->
              new ElectricityMapsFeed(client, base, context.zone(), facts, token, context.clock()));
    }
  }
}
