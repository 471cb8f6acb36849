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
import io.joulebook.collector.feed.http.FeedClient;
import io.joulebook.collector.feed.http.Query;
import io.joulebook.collector.grid.EmissionMethod;
import io.joulebook.collector.grid.FeedName;
import io.joulebook.collector.grid.RecordKind;
import io.joulebook.collector.grid.Zone;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.json.JSONObject;
import org.jspecify.annotations.Nullable;

/**
 * An instance of the Green Software Foundation's Carbon Aware SDK web API
 * (carbon-aware-sdk@e6de58d). Its answers have neither unit, signal nor basis, and do not say which
 * values are estimates: unit g/kWh is its documentation's, signal and basis are whatever its
 * operator has set it up with.
 */
final class CarbonAwareSdkFeed implements Feed {
  static final FeedName NAME = new FeedName("carbonawaresdk");

  private static final Duration USUAL = Duration.ofMinutes(5);
  private static final Set<Duration> KNOWN =
      Set.of(USUAL, Duration.ofMinutes(15), Duration.ofMinutes(30), Duration.ofHours(1));

  // Where there is a duration, it is .NET's: hours, minutes, seconds.
  private static final Pattern DURATION =
      Pattern.compile("([01][0-9]|2[0-3]):([0-5][0-9]):([0-5][0-9])");

  private final FeedClient client;
  private final URI base;
  private final String location;
  private final FeedFacts facts;
  private @Nullable String region;

  CarbonAwareSdkFeed(FeedClient client, URI base, String location, FeedFacts facts) {
    this.client = client;
    this.base = base;
    this.location = location;
    this.facts = facts;
  }

  static FeedFacts facts(EmissionMethod method) {
    return new FeedFacts(
        NAME,
        method,
        IntensityUnit.GRAMS_PER_KWH,
        USUAL,
        USUAL,
        USUAL,
        true,
        false,
        "that of the data source behind the Carbon Aware SDK",
        "Contains data by way of the Green Software Foundation's Carbon Aware SDK.");
  }

  @Override
  public FeedFacts facts() {
    return facts;
  }

  @Override
  public FetchOutcome fetch(Instant from, Instant to) {
    URI uri =
        new Query(base, "/emissions/bylocation")
            .and("location", location)
            .and("time", from.truncatedTo(ChronoUnit.HOURS))
            .and("toTime", to.truncatedTo(ChronoUnit.SECONDS))
            .uri();
    ResponseReader reader = this::read;
    return reader.outcome(client.get(uri, Map.of()));
  }

  private List<IntensityReading> read(Object json) throws InvalidReadingException {
    List<IntensityReading> stated = new ArrayList<>();
    for (JSONObject row : Fields.rows(json)) {
      checkLocation(row);
      Instant from = Fields.time(row, "time");
      stated.add(
          IntensityReading.from(from, RecordKind.ACTUAL, Fields.value(row, "rating"))
              .until(from.plus(duration(Fields.value(row, "duration")))));
    }
    IntervalLengths steps =
        new IntervalLengths(stated.stream().map(IntensityReading::from).toList(), USUAL, KNOWN);
    return stated.stream().map(reading -> ended(reading, steps)).toList();
  }

  /**
   * With WattTime behind it the location is the grid region in which the one asked for lies
   * (WattTimeDataSource.cs of that commit, ConvertToEmissionsData), with others the one asked for.
   * So another location of a cloud is refused, and whatever is no longer what it was at first.
   */
  private void checkLocation(JSONObject row) throws InvalidReadingException {
    if (location.equals(Fields.value(row, "location"))) {
      return;
    }
    if (region == null
        && Fields.value(row, "location") instanceof String named
        && !named.isBlank()
        && !Zone.isCloudRegion(named)) {
      region = named;
    }
    Fields.echo(row, "location", region == null ? location : region, Rejection.ZONE);
  }

  /** A duration that it states is taken, whether or not the next interval begins there. */
  private static IntensityReading ended(IntensityReading stated, IntervalLengths steps) {
    return stated.to().equals(stated.from()) ? stated.until(steps.end(stated.from())) : stated;
  }

  private static Duration duration(@Nullable Object stated) throws InvalidReadingException {
    if (stated == null) {
      return Duration.ZERO;
    }
    if (stated instanceof String text) {
      Matcher parts = DURATION.matcher(text);
      if (parts.matches()) {
        return Duration.parse(
            "PT" + parts.group(1) + "H" + parts.group(2) + "M" + parts.group(3) + "S");
      }
    }
    throw new InvalidReadingException(Rejection.INTERVAL);
  }

  /** Registers it. */
  static final class Provider implements FeedProvider {
    private static final FeedOption URL =
        FeedOption.of("carbonawaresdk.url", "the base URL of your instance");
    private static final FeedOption LOCATION =
        FeedOption.of("carbonawaresdk.location", "the location's name there");
    private static final FeedOption SIGNAL =
        FeedOption.of("carbonawaresdk.signal", "average or marginal");
    private static final FeedOption BASIS =
        FeedOption.of("carbonawaresdk.basis", "lifecycle or direct");

    @Override
    public FeedName name() {
      return NAME;
    }

    @Override
    public List<FeedOption> options() {
      return List.of(URL, LOCATION, SIGNAL, BASIS);
    }

    @Override
    public FeedFacts facts(FeedSettings settings) {
      return CarbonAwareSdkFeed.facts(settings.method(SIGNAL, BASIS));
    }

    @Override
    public FeedKeys keys(FeedSettings settings) {
      return new FeedKeys(URL.key(), LOCATION.key());
    }

    @Override
    public FeedPlan plan(FeedContext context) {
      FeedSettings settings = context.settings();
      FeedFacts facts = facts(settings);
      URI base = BaseUrl.parse(URL.key(), settings.required(URL), context.hosts(Set.of()));
      String location = settings.required(LOCATION);
      return FeedPlan.at(
          base, facts, client -> new CarbonAwareSdkFeed(client, base, location, facts));
    }
  }
}
