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
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.json.JSONObject;
import org.jspecify.annotations.Nullable;

/** Great Britain, by its system operator's Carbon Intensity API (api-definitions@e3f25a1). */
final class NesoFeed implements Feed {
  static final FeedName NAME = new FeedName("neso");

  static final URI BASE = URI.create("https://api.carbonintensity.org.uk");

  /** It is asked again for past days, since actuals have been late by days (its issue 19). */
  static final FeedFacts FACTS =
      new FeedFacts(
          NAME,
          EmissionMethod.AVERAGE_DIRECT,
          IntensityUnit.GRAMS_PER_KWH,
          Duration.ofMinutes(30),
          Duration.ofMinutes(30),
          Duration.ofMinutes(10),
          true,
          false,
          "CC BY 4.0; NESO's terms forbid selling access to the API",
          "Contains data from NESO's Carbon Intensity API (https://carbonintensity.org.uk),"
              + " CC BY 4.0.");

  // Its paths have times without seconds.
  private static final DateTimeFormatter MINUTES =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm'Z'").withZone(ZoneOffset.UTC);

  private final FeedClient client;
  private final URI base;

  NesoFeed(FeedClient client, URI base) {
    this.client = client;
    this.base = base;
  }

  @Override
  public FeedFacts facts() {
    return FACTS;
  }

  @Override
  public FetchOutcome fetch(Instant from, Instant to) {
    String path = "/intensity/" + MINUTES.format(from) + "/" + MINUTES.format(to);
    ResponseReader reader = NesoFeed::read;
    return reader.outcome(client.get(new Query(base, path).uri(), Map.of()));
  }

  private static List<IntensityReading> read(Object json) throws InvalidReadingException {
    Object data = Fields.value(Fields.object(json), "data");
    refuseRegion(data);
    List<IntensityReading> readings = new ArrayList<>();
    for (JSONObject row : Fields.rows(data)) {
      refuseRegion(row);
      readings.add(reading(row));
    }
    return readings;
  }

  // Regional answers have forecasts only, and of a part of the zone (docs/index.html, "Regional").
  private static void refuseRegion(@Nullable Object json) throws InvalidReadingException {
    if (json instanceof JSONObject object && object.has("regionid")) {
      throw new InvalidReadingException(Rejection.ZONE);
    }
  }

  // actual is null until it is published: that is no 0, and the forecast is no actual.
  private static IntensityReading reading(JSONObject row) throws InvalidReadingException {
    JSONObject intensity = Fields.object(Fields.value(row, "intensity"));
    Object actual = Fields.value(intensity, "actual");
    Instant from = Fields.time(row, "from");
    IntensityReading reading =
        actual == null
            ? IntensityReading.from(from, RecordKind.FORECAST, Fields.value(intensity, "forecast"))
            : IntensityReading.from(from, RecordKind.ACTUAL, actual);
    return reading.until(Fields.time(row, "to"));
  }

  /** Registers it. */
  static final class Provider implements FeedProvider {
    private static final FeedOption URL = FeedOption.of("neso.url", "a base URL");

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
      context.requireZoneIn(List.of(new Zone("GB")), NAME);
      URI base = context.base(URL, BASE);
      return FeedPlan.at(base, FACTS, client -> new NesoFeed(client, base));
    }
  }
}
