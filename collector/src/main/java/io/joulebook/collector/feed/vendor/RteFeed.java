package io.joulebook.collector.feed.vendor;

import io.joulebook.collector.feed.Feed;
import io.joulebook.collector.feed.FeedFacts;
import io.joulebook.collector.feed.FetchOutcome;
import io.joulebook.collector.feed.IntensityReading;
import io.joulebook.collector.feed.IntensityUnit;
import io.joulebook.collector.feed.InvalidReadingException;
import io.joulebook.collector.feed.Rejection;
import io.joulebook.collector.feed.http.FeedClient;
import io.joulebook.collector.feed.http.Query;
import io.joulebook.collector.grid.EmissionMethod;
import io.joulebook.collector.grid.FeedName;
import io.joulebook.collector.grid.RecordKind;
import io.joulebook.collector.grid.Zone;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.json.JSONObject;

/**
 * France, by the eco2mix data sets of the open data portal ODRE (Opendatasoft Explore API v2.1): in
 * real time, and of days that are older than a month as consolidated by RTE, if they are by then.
 */
final class RteFeed implements Feed {
  static final FeedName NAME = new FeedName("rte");

  static final URI BASE = URI.create("https://odre.opendatasoft.com/api/explore/v2.1");
  static final FeedFacts FACTS =
      new FeedFacts(
          NAME,
          EmissionMethod.AVERAGE_DIRECT,
          IntensityUnit.GRAMS_PER_KWH,
          Duration.ofMinutes(15),
          Duration.ofMinutes(15),
          Duration.ofMinutes(10),
          true,
          false,
          "Licence Ouverte 2.0 (Etalab)",
          "Contains data of RTE, eco2mix, by ODRE (https://odre.opendatasoft.com),"
              + " Licence Ouverte 2.0.");

  private static final String REAL_TIME = "eco2mix-national-tr";
  private static final String CONSOLIDATED = "eco2mix-national-cons-def";
  private static final Duration SETTLED = Duration.ofDays(30);

  // As electricitymaps-contrib's FR.py has it: quarter hours, consolidated to half hours.
  private static final Duration HALF_HOUR = Duration.ofMinutes(30);
  private static final Set<Duration> KNOWN =
      Set.of(Duration.ofMinutes(15), HALF_HOUR, Duration.ofHours(1));

  // The most that /records gives at once: 25 hours of quarter hours.
  private static final int LIMIT = 100;

  private final FeedClient client;
  private final URI base;
  private final InstantSource clock;

  RteFeed(FeedClient client, URI base, InstantSource clock) {
    this.client = client;
    this.base = base;
    this.clock = clock;
  }

  @Override
  public FeedFacts facts() {
    return FACTS;
  }

  @Override
  public FetchOutcome fetch(Instant from, Instant to) {
    if (to.isAfter(clock.instant().minus(SETTLED))) {
      return fetch(REAL_TIME, FACTS.resolution(), from, to);
    }
    FetchOutcome consolidated = fetch(CONSOLIDATED, HALF_HOUR, from, to);
    return consolidated instanceof FetchOutcome.NoData
        ? fetch(REAL_TIME, FACTS.resolution(), from, to)
        : consolidated;
  }

  private FetchOutcome fetch(String dataset, Duration usual, Instant from, Instant to) {
    ResponseReader reader = json -> IntervalLengths.end(read(json), usual, KNOWN);
    return reader.outcome(client.get(uri(dataset, from, to), Map.of()));
  }

  // The table has rows of times to come, whose taux_co2 is null.
  private URI uri(String dataset, Instant from, Instant to) {
    String span =
        "date_heure >= date'%s' and date_heure < date'%s' and taux_co2 is not null"
            .formatted(from.truncatedTo(ChronoUnit.HOURS), to.truncatedTo(ChronoUnit.SECONDS));
    return new Query(base, "/catalog/datasets/" + dataset + "/records")
        .and("select", "perimetre,date_heure,taux_co2")
        .and("where", span)
        .and("order_by", "date_heure desc")
        .and("timezone", "UTC")
        .and("limit", LIMIT)
        .uri();
  }

  private static List<IntensityReading> read(Object json) throws InvalidReadingException {
    List<IntensityReading> readings = new ArrayList<>();
    for (JSONObject row : Fields.rows(Fields.value(Fields.object(json), "results"))) {
      Fields.echoIfThere(row, "perimetre", "France", Rejection.ZONE);
      Object value = Fields.value(row, "taux_co2");
      readings.add(IntensityReading.from(Fields.time(row, "date_heure"), RecordKind.ACTUAL, value));
    }
    return readings;
  }

  /** Registers it. */
  static final class Provider implements FeedProvider {
    private static final FeedOption URL = FeedOption.of("rte.url", "a base URL");

    @Override
    public FeedName name() {
      return NAME;
    }

    @Override
    public List<FeedOption> options() {
      return List.of(URL);
    }

    @Override
    public FeedFacts facts(FeedSettings settings) {
      return FACTS;
    }

    @Override
    public FeedPlan plan(FeedContext context) {
      context.requireZoneIn(List.of(new Zone("FR")), NAME);
      URI base = context.base(URL, BASE);
      return FeedPlan.at(base, FACTS, client -> new RteFeed(client, base, context.clock()));
    }
  }
}
