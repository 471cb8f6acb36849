package io.joulebook.collector.feed.vendor;

import io.joulebook.collector.feed.Feed;
import io.joulebook.collector.feed.FeedFacts;
import io.joulebook.collector.feed.FeedKeys;
import io.joulebook.collector.feed.FetchOutcome;
import io.joulebook.collector.feed.IntensityReading;
import io.joulebook.collector.feed.IntensityUnit;
import io.joulebook.collector.feed.InvalidReadingException;
import io.joulebook.collector.feed.Rejection;
import io.joulebook.collector.feed.http.Credential;
import io.joulebook.collector.feed.http.FeedClient;
import io.joulebook.collector.feed.http.Query;
import io.joulebook.collector.grid.Basis;
import io.joulebook.collector.grid.EmissionMethod;
import io.joulebook.collector.grid.FeedName;
import io.joulebook.collector.grid.RecordKind;
import io.joulebook.collector.grid.Signal;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.json.JSONObject;
import org.jspecify.annotations.Nullable;

/** WattTime, API version 3 (docs.watttime.org, watttime-python-client@7c5c56d); by login. */
final class WattTimeFeed implements Feed {
  static final FeedName NAME = new FeedName("watttime");

  static final URI BASE = URI.create("https://api.watttime.org");

  private static final int LONGEST_MODEL = 64;

  private final FeedClient client;
  private final URI data;
  private final String region;
  private final WhichSignal signal;
  private final WattTimeToken token;

  /** The signals of WattTime that are intensities. */
  enum WhichSignal {
    /** The marginal rate, which is truly 0 while wind or sun is turned down. */
    CO2_MOER("co2_moer", Signal.MARGINAL, true),
    /** The average rate. */
    CO2_AOER("co2_aoer", Signal.AVERAGE, false);

    private final String text;
    private final Signal signal;
    private final boolean zeroAllowed;

    WhichSignal(String text, Signal signal, boolean zeroAllowed) {
      this.text = text;
      this.signal = signal;
      this.zeroAllowed = zeroAllowed;
    }

    /** As WattTime spells it. */
    String text() {
      return text;
    }
  }

  /**
   * The feed of a region.
   *
   * @param base the API's URL, without the version
   * @param region as WattTime calls it
   */
  WattTimeFeed(
      FeedClient client, URI base, String region, WhichSignal signal, WattTimeToken token) {
    this.client = client;
    this.data = new Query(base, "/v3/historical").uri();
    this.region = region;
    this.signal = signal;
    this.token = token;
  }

  static FeedFacts facts(WhichSignal which) {
    return new FeedFacts(
        NAME,
        new EmissionMethod(which.signal, Basis.DIRECT),
        IntensityUnit.POUNDS_PER_MWH,
        Duration.ofMinutes(5),
        Duration.ofMinutes(5),
        Duration.ofMinutes(5),
        true,
        which.zeroAllowed,
        "WattTime's terms; its free plan has the region CAISO_NORTH only",
        "Contains data of WattTime (https://www.watttime.org).");
  }

  @Override
  public FeedFacts facts() {
    return facts(signal);
  }

  @Override
  public FetchOutcome fetch(Instant from, Instant to) {
    if (token.isFresh()) {
      FetchOutcome outcome = ask(from, to);
      if (!isRefused(outcome)) {
        return outcome;
      }
    }
    return token.renew().orElseGet(() -> ask(from, to));
  }

  private static boolean isRefused(FetchOutcome outcome) {
    return outcome instanceof FetchOutcome.AuthFailed
        || outcome instanceof FetchOutcome.NotEntitled;
  }

  private FetchOutcome ask(Instant from, Instant to) {
    ResponseReader reader = this::read;
    return reader.outcome(client.get(uri(from, to), token.header()));
  }

  private URI uri(Instant from, Instant to) {
    return new Query(data, "")
        .and("region", region)
        .and("start", from.truncatedTo(ChronoUnit.MINUTES))
        .and("end", to.truncatedTo(ChronoUnit.SECONDS))
        .and("signal_type", signal.text)
        // Without it no value says that it was imputed (docs.watttime.org, /v3/historical).
        .and("include_imputed_marker", "true")
        .uri();
  }

  private List<IntensityReading> read(Object json) throws InvalidReadingException {
    JSONObject body = Fields.object(json);
    JSONObject meta = Fields.object(Fields.value(body, "meta"));
    Fields.echo(meta, "region", region, Rejection.ZONE);
    Fields.echo(meta, "signal_type", signal.text, Rejection.METHOD);
    // The signal index comes in percentiles, by the same path: a price of those means nothing.
    Fields.echo(meta, "units", IntensityUnit.POUNDS_PER_MWH.text(), Rejection.UNIT);
    List<IntensityReading> readings = new ArrayList<>();
    for (JSONObject row : Fields.rows(Fields.value(body, "data"))) {
      readings.add(reading(row, period(meta), model(meta)));
    }
    return readings;
  }

  private static IntensityReading reading(JSONObject row, Duration period, Optional<String> model)
      throws InvalidReadingException {
    Instant from = Fields.time(row, "point_time");
    return new IntensityReading(
        from,
        from.plus(period),
        Fields.estimated(Fields.value(row, "imputed_data_used"), RecordKind.ACTUAL),
        Fields.value(row, "value"),
        Fields.maybeTime(row, "last_updated"),
        model);
  }

  private Duration period(JSONObject meta) throws InvalidReadingException {
    Object seconds = Fields.value(meta, "data_point_period_seconds");
    if (seconds == null) {
      return facts().resolution();
    }
    if (seconds instanceof Integer given) {
      return Duration.ofSeconds(given);
    }
    throw new InvalidReadingException(Rejection.INTERVAL);
  }

  // Another model tells another history, so that a revision may be one of the model's.
  private static Optional<String> model(JSONObject meta) {
    @Nullable Object model = Fields.value(meta, "model");
    if (model instanceof JSONObject named && Fields.value(named, "date") instanceof String date) {
      return Optional.of(date).filter(text -> text.length() <= LONGEST_MODEL);
    }
    return Optional.empty();
  }

  /** Registers it. */
  static final class Provider implements FeedProvider {
    private static final FeedOption URL = FeedOption.of("watttime.url", "a base URL");
    private static final FeedOption USER = FeedOption.of("watttime.user", "the user name");
    private static final FeedOption PASSWORD =
        FeedOption.secret("watttime.password", "the password, from the environment only");
    private static final FeedOption PASSWORD_FILE =
        FeedOption.of("watttime.password.file", "a file with the password");
    private static final FeedOption REGION =
        FeedOption.of("watttime.region", "WattTime's region, e.g. CAISO_NORTH");
    private static final FeedOption SIGNAL =
        FeedOption.of("watttime.signal", "co2_moer or co2_aoer");

    @Override
    public FeedName name() {
      return NAME;
    }

    @Override
    public List<FeedOption> options() {
      return List.of(URL, USER, PASSWORD, PASSWORD_FILE, REGION, SIGNAL);
    }

    @Override
    public FeedFacts facts(FeedSettings settings) {
      return WattTimeFeed.facts(signal(settings));
    }

    private static WhichSignal signal(FeedSettings settings) {
      String text = settings.option(SIGNAL).orElse(WhichSignal.CO2_MOER.text());
      return FeedSettings.oneOf(SIGNAL, text, List.of(WhichSignal.values()), WhichSignal::text);
    }

    @Override
    public FeedKeys keys(FeedSettings settings) {
      return new FeedKeys(
          USER.key() + " and " + settings.credentialKey(PASSWORD, PASSWORD_FILE), REGION.key());
    }

    @Override
    public FeedPlan plan(FeedContext context) {
      FeedSettings settings = context.settings();
      URI base = context.base(URL, BASE);
      String region = settings.required(REGION);
      String user = settings.required(USER);
      WhichSignal signal = signal(settings);
      Credential password = settings.credential(PASSWORD, PASSWORD_FILE);
      return FeedPlan.at(
          base,
          facts(settings),
          client -> {
            WattTimeToken token = new WattTimeToken(client, base, user, password, context.clock());
            return new WattTimeFeed(client, base, region, signal, token);
          });
    }
  }
}
