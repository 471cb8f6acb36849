package io.joulebook.collector.feed;

import io.joulebook.collector.grid.Basis;
import io.joulebook.collector.grid.EmissionMethod;
import io.joulebook.collector.grid.FeedName;
import io.joulebook.collector.grid.Signal;
import io.joulebook.collector.grid.Zone;
import java.net.URI;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

/** Finds for each live feed whether what was told of it fits, and how it is opened. */
final class FeedPlans {
  private static final Zone GREAT_BRITAIN = new Zone("GB");
  private static final Zone FRANCE = new Zone("FR");
  private static final Set<String> NO_VENDOR = Set.of();

  private final Zone zone;
  private final FeedSettings settings;
  private final InstantSource clock;

  FeedPlans(Zone zone, FeedSettings settings, InstantSource clock) {
    this.zone = zone;
    this.settings = settings;
    this.clock = clock;
  }

  /**
   * What a feed declares of itself, given what was told of it.
   *
   * @throws IllegalArgumentException if its signal or basis depends on what was not told, or was
   *     told wrongly
   */
  static FeedFacts facts(FeedName name, FeedSettings settings) {
    return switch (name) {
      case NESO -> NesoFeed.FACTS;
      case RTE -> RteFeed.FACTS;
      case ENERGI_DATA_SERVICE -> EnergiDataServiceFeed.FACTS;
      case ELECTRICITY_MAPS -> ElectricityMapsFeed.facts(basisOfElectricityMaps(settings));
      case WATT_TIME -> WattTimeFeed.facts(signalOfWattTime(settings));
      case CARBON_AWARE_SDK ->
          CarbonAwareSdkFeed.facts(
              method(
                  settings, FeedOption.CARBON_AWARE_SDK_SIGNAL, FeedOption.CARBON_AWARE_SDK_BASIS));
      case FILE -> FileFeed.facts(method(settings, FeedOption.FILE_SIGNAL, FeedOption.FILE_BASIS));
      case HTTP_JSON -> description(settings).facts();
      case STATIC, FIXED -> throw new IllegalArgumentException(name + " is no live feed");
    };
  }

  private static Basis basisOfElectricityMaps(FeedSettings settings) {
    FeedOption option = FeedOption.ELECTRICITY_MAPS_BASIS;
    String text = settings.option(option).orElse(Basis.LIFECYCLE.label());
    return YamlDescription.oneOf(option.key(), text, Basis.values(), Basis::label);
  }

  private static WattTimeFeed.WhichSignal signalOfWattTime(FeedSettings settings) {
    FeedOption option = FeedOption.WATT_TIME_SIGNAL;
    WattTimeFeed.WhichSignal[] all = WattTimeFeed.WhichSignal.values();
    String text = settings.option(option).orElse(all[0].text());
    return YamlDescription.oneOf(option.key(), text, all, WattTimeFeed.WhichSignal::text);
  }

  static EmissionMethod method(FeedSettings settings, FeedOption signal, FeedOption basis) {
    return new EmissionMethod(
        YamlDescription.oneOf(
            signal.key(), settings.required(signal), Signal.values(), Signal::label),
        YamlDescription.oneOf(basis.key(), settings.required(basis), Basis.values(), Basis::label));
  }

  private static HttpJsonDescription description(FeedSettings settings) {
    return settings
        .httpJson()
        .orElseThrow(
            () -> new IllegalArgumentException(HttpJsonDescription.PATH + " is not described"));
  }

  /**
   * The plan of a feed.
   *
   * @throws IllegalArgumentException if it does not fit; the message names the key, the value and
   *     what is allowed
   */
  FeedPlan plan(FeedName name) {
    FeedFacts facts = facts(name, settings);
    return switch (name) {
      case NESO -> neso();
      case RTE -> rte();
      case ENERGI_DATA_SERVICE -> energiDataService();
      case ELECTRICITY_MAPS -> electricityMaps(facts);
      case WATT_TIME -> wattTime();
      case CARBON_AWARE_SDK -> carbonAwareSdk(facts);
      case FILE -> file(facts);
      case HTTP_JSON -> httpJson(facts);
      case STATIC, FIXED -> throw new IllegalArgumentException(name + " is no live feed");
    };
  }

  private FeedPlan neso() {
    zoneIsOf(FeedName.NESO, List.of(GREAT_BRITAIN));
    URI base = base(FeedOption.NESO_URL, NesoFeed.BASE);
    return plan(NesoFeed.FACTS, base, client -> new NesoFeed(client, base));
  }

  private FeedPlan rte() {
    zoneIsOf(FeedName.RTE, List.of(FRANCE));
    URI base = base(FeedOption.RTE_URL, RteFeed.BASE);
    return plan(RteFeed.FACTS, base, client -> new RteFeed(client, base, clock));
  }

  private FeedPlan energiDataService() {
    zoneIsOf(FeedName.ENERGI_DATA_SERVICE, EnergiDataServiceFeed.AREAS.keySet());
    URI base = base(FeedOption.ENERGI_DATA_SERVICE_URL, EnergiDataServiceFeed.BASE);
    String area = EnergiDataServiceFeed.AREAS.getOrDefault(zone, "");
    return plan(
        EnergiDataServiceFeed.FACTS, base, client -> new EnergiDataServiceFeed(client, base, area));
  }

  private FeedPlan electricityMaps(FeedFacts facts) {
    FeedOption option = FeedOption.ELECTRICITY_MAPS_URL;
    String text = settings.option(option).orElse(ElectricityMapsFeed.BASE.toString());
    URI base = BaseUrl.parse(option.key(), text, listedAnd(ElectricityMapsFeed.HOSTS));
    if (!ElectricityMapsFeed.speaks(base)) {
      throw new IllegalArgumentException(
          option.key() + ": '" + base + "' is not allowed; a URL that ends with /v3 or /v4 is");
    }
    Credential token =
        settings.credential(
            FeedOption.ELECTRICITY_MAPS_TOKEN, FeedOption.ELECTRICITY_MAPS_TOKEN_FILE);
    return plan(
        facts, base, client -> new ElectricityMapsFeed(client, base, zone, facts, token, clock));
  }

  private FeedPlan wattTime() {
    URI base = base(FeedOption.WATT_TIME_URL, WattTimeFeed.BASE);
    String region = settings.required(FeedOption.WATT_TIME_REGION);
    String user = settings.required(FeedOption.WATT_TIME_USER);
    WattTimeFeed.WhichSignal signal = signalOfWattTime(settings);
    Credential password =
        settings.credential(FeedOption.WATT_TIME_PASSWORD, FeedOption.WATT_TIME_PASSWORD_FILE);
    return plan(
        WattTimeFeed.facts(signal),
        base,
        client -> {
          WattTimeToken token = new WattTimeToken(client, base, user, password, clock);
          return new WattTimeFeed(client, base, region, signal, token);
        });
  }

  private FeedPlan carbonAwareSdk(FeedFacts facts) {
    FeedOption option = FeedOption.CARBON_AWARE_SDK_URL;
    URI base = BaseUrl.parse(option.key(), settings.required(option), listedAnd(NO_VENDOR));
    String location = settings.required(FeedOption.CARBON_AWARE_SDK_LOCATION);
    return plan(facts, base, client -> new CarbonAwareSdkFeed(client, base, location, facts));
  }

  private FeedPlan file(FeedFacts facts) {
    Path path = settings.path(FeedOption.FILE_PATH);
    return new FeedPlan(facts, Set.of(), client -> new FileFeed(path, facts));
  }

  private FeedPlan httpJson(FeedFacts facts) {
    HttpJsonDescription description = description(settings);
    String key = HttpJsonDescription.PATH + ".url";
    URI url = BaseUrl.parseAny(key, description.example(), listedAnd(NO_VENDOR));
    return plan(facts, url, client -> new HttpJsonFeed(client, description, zone));
  }

  private void zoneIsOf(FeedName name, Collection<Zone> served) {
    if (!served.contains(zone)) {
      Set<String> codes = new TreeSet<>(served.stream().map(Zone::code).toList());
      throw new IllegalArgumentException(
          "grid.zone: '"
              + zone
              + "' is not served by the feed "
              + name
              + ", which serves "
              + String.join(", ", codes));
    }
  }

  private URI base(FeedOption option, URI vendors) {
    String text = settings.option(option).orElse(vendors.toString());
    return BaseUrl.parse(option.key(), text, listedAnd(Set.of(BaseUrl.host(vendors))));
  }

  private Set<String> listedAnd(Set<String> vendors) {
    Set<String> hosts = new HashSet<>(settings.hosts());
    hosts.addAll(vendors);
    return hosts;
  }

  private static FeedPlan plan(FeedFacts facts, URI url, Function<FeedClient, Feed> open) {
    return new FeedPlan(facts, Set.of(BaseUrl.host(url)), open);
  }
}
