package io.joulebook.collector.feed.vendor;

import static org.assertj.core.api.Assertions.assertThat;

import io.joulebook.collector.feed.http.Secret;
import io.joulebook.collector.grid.EmissionMethod;
import io.joulebook.collector.grid.FeedName;
import io.joulebook.collector.grid.FeedNames;
import io.joulebook.collector.grid.Zone;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FeedsTest {
  private static final Zone GB = new Zone("GB");
  private static final Secret SECRET = Secret.of("s3cret");

  private final Map<FeedOption, String> options = new HashMap<>();
  private final Map<FeedOption, Secret> secrets = new HashMap<>();
  private Optional<HttpJsonDescription> httpJson = Optional.empty();
  private Set<String> hosts = Set.of();

  @Test
  void feedsThatFitAreOpenedInOrderAndMayTalkToTheirHostsAlone() {
    secrets.put(FeedOptions.of("electricitymaps.token"), SECRET);
    Feeds feeds = open(GB, FeedNames.ELECTRICITY_MAPS, FeedNames.NESO, FeedName.STATIC);
    assertThat(feeds.complaints()).isEmpty();
    assertThat(feeds.opened())
        .extracting(opened -> opened.facts().name())
        .containsExactly(FeedNames.ELECTRICITY_MAPS, FeedNames.NESO);
    assertThat(hosts)
        .containsExactlyInAnyOrder("api.electricitymaps.com", "api.carbonintensity.org.uk");
  }

  @Test
  void aFeedThatDoesNotFitIsLeftOutAndTheOthersAreNot() {
    Feeds feeds = open(GB, FeedNames.RTE, FeedNames.NESO);
    assertThat(feeds.opened()).hasSize(1);
    assertThat(feeds.complaints())
        .containsExactly(
            "grid.zone: 'GB' is not served by the feed rte, which serves FR"
                + " (the feed rte is left out)");
  }

  @ParameterizedTest
  @CsvSource({
    "neso, DE, GB",
    "neso, gb, GB",
    "rte, GB, FR",
    "energidataservice, DK, 'DK-DK1, DK-DK2'"
  })
  void aZoneThatAFeedDoesNotServeIsMetWithThoseItDoes(String feed, String zone, String served) {
    assertThat(open(new Zone(zone), new FeedName(feed)).complaints())
        .singleElement()
        .asString()
        .contains("grid.zone: '" + zone + "'", "serves " + served);
  }

  @ParameterizedTest
  @CsvSource({
    "electricitymaps, feeds.electricitymaps.token",
    "watttime, feeds.watttime.region",
    "carbonawaresdk, feeds.carbonawaresdk.signal",
    "file, feeds.file.signal",
    "http-json, feeds.http-json"
  })
  void whatIsMissingIsNamed(String feed, String key) {
    assertThat(open(GB, new FeedName(feed)).complaints()).singleElement().asString().contains(key);
  }

  @Test
  void wattTimeNeedsAllThatItNeeds() {
    options.put(FeedOptions.of("watttime.region"), "CAISO_NORTH");
    assertComplaint(FeedNames.WATT_TIME, "feeds.watttime.user is not set");
    options.put(FeedOptions.of("watttime.user"), "anna");
    assertComplaint(FeedNames.WATT_TIME, "feeds.watttime.password is not set");
    options.put(FeedOptions.of("watttime.password.file"), "/nowhere/password");
    assertThat(open(GB, FeedNames.WATT_TIME).complaints()).isEmpty();
    options.put(FeedOptions.of("watttime.signal"), "health_damage");
    assertComplaint(
        FeedNames.WATT_TIME,
        "feeds.watttime.signal: 'health_damage' is not allowed; co2_moer or co2_aoer is");
  }

  @Test
  void theSdkNeedsAllThatItDoesNotSayItself() {
    options.put(FeedOptions.of("carbonawaresdk.signal"), "average");
    assertComplaint(FeedNames.CARBON_AWARE_SDK, "feeds.carbonawaresdk.basis is not set");
    options.put(FeedOptions.of("carbonawaresdk.basis"), "unspecified");
    assertComplaint(
        FeedNames.CARBON_AWARE_SDK, "'unspecified' is not allowed; lifecycle or direct");
    options.put(FeedOptions.of("carbonawaresdk.basis"), "direct");
    assertComplaint(FeedNames.CARBON_AWARE_SDK, "feeds.carbonawaresdk.url is not set");
    options.put(FeedOptions.of("carbonawaresdk.url"), "http://localhost:8080");
    assertComplaint(FeedNames.CARBON_AWARE_SDK, "feeds.carbonawaresdk.location is not set");
    options.put(FeedOptions.of("carbonawaresdk.location"), "eastus");
    assertThat(open(GB, FeedNames.CARBON_AWARE_SDK).complaints()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "http://api.carbonintensity.org.uk, https is",
    "ftp://api.carbonintensity.org.uk, https is",
    "https://evil.example, feeds.hosts has to list other hosts than api.carbonintensity.org.uk",
    "https://api.carbonintensity.org.uk.evil.example, feeds.hosts",
    "https://169.254.169.254/latest, feeds.hosts",
    "http://127.0.0.1.evil.example, https is",
    "https://127.0.0.1.evil.example, feeds.hosts",
    "https://api.carbonintensity.org.uk?key=s3cret, without a query",
    "https://api.carbonintensity.org.uk/#s3cret, without a fragment",
    "https://anna:s3cret@api.carbonintensity.org.uk, without a user",
    "https://s3cret@api.carbonintensity.org.uk, without a user",
    "https:/anna:s3cret@api.carbonintensity.org.uk, a host",
    "https:///x, a host",
    "api.carbonintensity.org.uk, a host",
    "mailto:x, a host",
    "file:///etc/passwd, a host",
    "http://[::1, a URL is"
  })
  void aUrlThatMayNotBeAskedIsRefusedByNameAndShowsNoSecret(String url, String allowed) {
    options.put(FeedOptions.of("neso.url"), url);
    assertThat(open(GB, FeedNames.NESO).complaints())
        .singleElement()
        .asString()
        .startsWith("feeds.neso.url: '")
        .contains(allowed)
        .doesNotContain("s3cret");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://API.carbonintensity.org.uk/",
        "http://127.0.0.1:8080",
        "http://localhost/x",
        "http://[::1]:8080",
        "https://Mirror.Example/neso"
      })
  void aVendorsOwnHostThisHostAndAListedOneMayBeAsked(String url) {
    options.put(FeedOptions.of("neso.url"), url);
    options.put(FeedOptions.of("hosts"), "other.example, mirror.example");
    assertThat(open(GB, FeedNames.NESO).complaints()).isEmpty();
  }

  @Test
  void electricityMapsIsAskedInAVersionThatItHas() {
    secrets.put(FeedOptions.of("electricitymaps.token"), SECRET);
    options.put(FeedOptions.of("electricitymaps.url"), "https://api.electricitymap.org/v3");
    assertThat(open(GB, FeedNames.ELECTRICITY_MAPS).complaints()).isEmpty();
    options.put(FeedOptions.of("electricitymaps.url"), "https://api.electricitymaps.com/v5");
    assertComplaint(FeedNames.ELECTRICITY_MAPS, "ends with /v3 or /v4");
    options.put(FeedOptions.of("electricitymaps.url"), "https://api.electricitymaps.com");
    assertComplaint(FeedNames.ELECTRICITY_MAPS, "ends with /v3 or /v4");
  }

  @Test
  void aDescribedServicesHostHasToBeListedToo() {
    httpJson = Optional.of(HttpJsonDescription.parse(described()));
    assertComplaint(FeedNames.HTTP_JSON, "feeds.http-json.url", "feeds.hosts");
    options.put(FeedOptions.of("hosts"), "example.org");
    assertThat(open(GB, FeedNames.HTTP_JSON).complaints()).isEmpty();
    assertThat(hosts).containsExactly("example.org");
  }

  @Test
  void aFileNeedsNoHost() {
    options.put(FeedOptions.of("file.signal"), "average");
    options.put(FeedOptions.of("file.basis"), "lifecycle");
    assertComplaint(FeedNames.FILE, "feeds.file.path is not set");
    options.put(FeedOptions.of("file.path"), "\0");
    assertComplaint(FeedNames.FILE, "feeds.file.path: '", "a CSV or JSON file's path is");
    options.put(FeedOptions.of("file.path"), "/tmp/x.csv");
    assertThat(open(GB, FeedNames.FILE).complaints()).isEmpty();
    assertThat(hosts).isEmpty();
  }

  @Test
  void withNoFeedThereIsNoClient() {
    Feeds feeds =
        Feeds.open(
            List.of(FeedName.STATIC),
            GB,
            Optional.empty(),
            FeedSettings.NONE,
            InstantSource.system(),
            allowed -> {
              throw new AssertionError("no client is needed");
            });
    assertThat(feeds.opened()).isEmpty();
    assertThat(feeds.complaints()).isEmpty();
  }

  @Test
  void theMethodsAreKnownBeforeAnyFeedIsOpened() {
    options.put(FeedOptions.of("electricitymaps.basis"), "direct");
    options.put(FeedOptions.of("watttime.signal"), "co2_aoer");
    List<FeedName> ladder =
        List.of(
            FeedNames.ELECTRICITY_MAPS,
            FeedNames.WATT_TIME,
            FeedNames.NESO,
            FeedNames.FILE,
            FeedName.STATIC);
    assertThat(Feeds.methods(ladder, settings()))
        .containsExactly(
            Map.entry(FeedNames.ELECTRICITY_MAPS, EmissionMethod.AVERAGE_DIRECT),
            Map.entry(FeedNames.WATT_TIME, EmissionMethod.AVERAGE_DIRECT),
            Map.entry(FeedNames.NESO, EmissionMethod.AVERAGE_DIRECT));
    assertThat(Feeds.methods(ladder, FeedSettings.NONE))
        .containsEntry(FeedNames.ELECTRICITY_MAPS, EmissionMethod.AVERAGE_LIFECYCLE)
        .hasEntrySatisfying(
            FeedNames.WATT_TIME, method -> assertThat(method).hasToString("marginal/direct"));
  }

  private void assertComplaint(FeedName name, String... parts) {
    assertThat(open(GB, name).complaints()).singleElement().asString().contains(parts);
  }

  private Feeds open(Zone zone, FeedName... live) {
    InstantSource clock = InstantSource.fixed(VendorServer.NOW);
    return Feeds.open(
        List.of(live),
        zone,
        Optional.empty(),
        settings(),
        clock,
        allowed -> {
          hosts = allowed;
          return VendorServer.client(clock);
        });
  }

  private FeedSettings settings() {
    return FeedSettings.of(options, secrets, httpJson);
  }

  private static Map<String, Object> described() {
    Map<String, Object> yaml = new HashMap<>();
    yaml.put("url", "https://example.org/{zone}?from={from}&key=s3cret");
    yaml.putAll(Map.of("values", "", "from", "/from", "to", "/to", "value", "/value"));
    yaml.putAll(Map.of("unit", "gCO2/kWh", "signal", "average", "basis", "direct"));
    return yaml;
  }
}
