package io.joulebook.collector.feed;

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
        FeedName.WATT_TIME,
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
}
