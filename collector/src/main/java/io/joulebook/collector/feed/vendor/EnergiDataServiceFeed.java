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
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.json.JSONObject;

/** Denmark's two price areas, by Energinet's Energi Data Service, data set CO2Emis. */
final class EnergiDataServiceFeed implements Feed {
  static final FeedName NAME = new FeedName("energidataservice");

  static final URI BASE = URI.create("https://api.energidataservice.dk");
  static final Map<Zone, String> AREAS =
      Map.of(new Zone("DK-DK1"), "DK1", new Zone("DK-DK2"), "DK2");

  /** Nothing says that it changes what it has said. */
  static final FeedFacts FACTS =
      new FeedFacts(
          NAME,
          EmissionMethod.AVERAGE_DIRECT,
          IntensityUnit.GRAMS_PER_KWH,
          Duration.ofMinutes(5),
          Duration.ofMinutes(5),
          Duration.ofMinutes(5),
          false,
          false,
          "CC BY 4.0",
          "Contains data of Energinet, Energi Data Service (https://www.energidataservice.dk),"
              + " CC BY 4.0.");

  private static final Set<Duration> KNOWN =
      Set.of(Duration.ofMinutes(5), Duration.ofMinutes(15), Duration.ofHours(1));
  private static final DateTimeFormatter MINUTES =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm").withZone(ZoneOffset.UTC);

  // 33 hours of five minutes; without a limit, or with 0, it would send all it has.
  private static final int LIMIT = 400;

  private final FeedClient client;
  private final URI base;
  private final String area;

  /** The feed of one of {@link #AREAS}. */
  EnergiDataServiceFeed(FeedClient client, URI base, String area) {
    this.client = client;
    this.base = base;
    this.area = area;
  }

  @Override
  public FeedFacts facts() {
    return FACTS;
  }

  @Override
  public FetchOutcome fetch(Instant from, Instant to) {
    ResponseReader reader = json -> IntervalLengths.end(read(json), FACTS.resolution(), KNOWN);
    return reader.outcome(client.get(uri(from, to), Map.of()));
  }

  // start and end are Danish local time unless timezone says otherwise (the API's guide).
  private URI uri(Instant from, Instant to) {
    return new Query(base, "/dataset/CO2Emis")
        .and("start", MINUTES.format(from.truncatedTo(ChronoUnit.HOURS)))
        .and("end", MINUTES.format(to))
        .and("filter", "{\"PriceArea\":[\"" + area + "\"]}")
        .and("sort", "Minutes5UTC desc")
        .and("timezone", "UTC")
        .and("limit", LIMIT)
        .uri();
  }

  private List<IntensityReading> read(Object json) throws InvalidReadingException {
    List<IntensityReading> readings = new ArrayList<>();
    for (JSONObject row : Fields.rows(Fields.value(Fields.object(json), "records"))) {
      Fields.echo(row, "PriceArea", area, Rejection.ZONE);
      readings.add(
          IntensityReading.from(utc(row), RecordKind.ACTUAL, Fields.value(row, "CO2Emission")));
    }
    return readings;
  }

  /** Minutes5UTC has no zone suffix, for its name is one. */
  private static Instant utc(JSONObject row) throws InvalidReadingException {
    if (Fields.value(row, "Minutes5UTC") instanceof String text && !text.startsWith("+")) {
      try {
        return LocalDateTime.parse(text).toInstant(ZoneOffset.UTC);
      } catch (DateTimeParseException e) {
        throw new InvalidReadingException(Rejection.TIME);
      }
    }
    throw new InvalidReadingException(Rejection.TIME);
  }

  /** Registers it. */
  static final class Provider implements FeedProvider {
    private static final FeedOption URL = FeedOption.of("energidataservice.url", "a base URL");

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
      context.requireZoneIn(AREAS.keySet(), NAME);
      URI base = context.base(URL, BASE);
      String area = AREAS.getOrDefault(context.zone(), "");
      return FeedPlan.at(base, FACTS, client -> new EnergiDataServiceFeed(client, base, area));
    }
  }
}
