package io.joulebook.agent.config;

import io.joulebook.agent.instrument.BuiltInHooks;
import io.joulebook.agent.instrument.CustomHook;
import io.joulebook.agent.instrument.KnownEngine;
import io.joulebook.collector.Glob;
import io.joulebook.collector.SecretPath;
import io.joulebook.collector.carbon.Pue;
import io.joulebook.collector.carbon.Wue;
import io.joulebook.collector.config.TimeSpan;
import io.joulebook.collector.feed.vendor.FeedOption;
import io.joulebook.collector.feed.vendor.FeedProviders;
import io.joulebook.collector.grid.FeedName;
import io.joulebook.collector.grid.GridIntensity;
import io.joulebook.collector.grid.Zone;
import java.net.URI;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** All keys that the agent knows. */
public final class Keys {
  public static final Setting<Optional<HostPort>> METRICS_ADDRESS =
      Setting.of("metrics.address", "127.0.0.1:9487", HostPort.ALLOWED, HostPort::parse);
  public static final Setting<List<Glob>> METRICS_HOSTS =
      Setting.unset(
          "metrics.hosts",
          "names with commas between them, without ports; * stands for any characters",
          WebNames::hosts);
  public static final Setting<String> METRICS_WEB_CONFIG =
      Setting.unset("metrics.web-config", "a file's path", Keys::path).shownBy(SecretPath::shown);
  public static final Setting<String> METRICS_TOKEN_FILE =
      Setting.unset("metrics.token.file", "a file's path", Keys::path).shownBy(SecretPath::shown);
  public static final Setting<Boolean> MICROMETER =
      Setting.of("micrometer", "auto", "auto or off", text -> isFirst(text, "auto", "off"));
  public static final Setting<Boolean> QUIET =
      Setting.of("quiet", "false", "true or false", text -> isFirst(text, "true", "false"));
  public static final Setting<URI> RUNBOOKS_URL =
      Setting.unset(
              "runbooks.url",
              "the http or https URL of a page with the runbooks, without user, query and fragment",
              WebNames::page)
          .shownBy(text -> WebNames.isPage(text) ? text : "(not shown: it may have a key in it)");
  public static final Setting<List<SourceName>> POWER_SOURCE =
      Setting.of("power.source", "auto", SourceName.ALLOWED, SourceName::parse);
  public static final Setting<String> NVML_LIBRARY =
      Setting.of(
          "nvml.library", "libnvidia-ml.so.1", "a library's name or absolute path", Keys::text);
  public static final Setting<List<String>> NVML_DEVICES =
      Setting.unset(
          "nvml.devices", "UUIDs or indexes of GPUs with commas between them", Keys::list);
  public static final Setting<String> NATIVE_DIR =
      Setting.unset("native.dir", "a folder's path, not mounted noexec", Keys::path);
  public static final Setting<String> SHARED_PATH =
      Setting.unset("shared.path", "a folder's path", Keys::path);
  public static final Setting<SamplePeriod> SAMPLE_PERIOD =
      Setting.of("sample.period", "auto", SamplePeriod.ALLOWED, SamplePeriod::parse);
  public static final Setting<List<CustomHook>> HOOKS_CUSTOM =
      Setting.unset("hooks.custom", CustomHook.ALLOWED, CustomHook::parse)
          .refusing(CustomHook::refused);
  public static final Setting<Set<String>> HOOKS_DISABLED =
      Setting.unset(
          "hooks.disabled",
          "any of " + String.join(", ", BuiltInHooks.NAMES) + ", with commas",
          Keys::hooks);
  public static final Setting<Boolean> PROPAGATION =
      Setting.of("propagation", "auto", "auto or off", text -> isFirst(text, "auto", "off"));
  public static final Setting<Set<String>> ENGINES_IGNORED =
      Setting.unset(
          "engines.ignored",
          "any of "
              + KnownEngine.ALL.stream().map(KnownEngine::name).collect(Collectors.joining(", "))
              + ", with commas",
          Keys::engines);
  public static final Setting<Duration> CALLS_LONGEST =
      Setting.of(
          "calls.longest",
          "1h",
          "1s to 720h, e.g. 90s, 30m or 6h",
          text -> TimeSpan.parse(text, Duration.ofSeconds(1), Duration.ofDays(30)));
  public static final Setting<Zone> GRID_ZONE =
      Setting.unset(
          "grid.zone", "a zone such as DE, US-CAL-CISO or cloud:aws/eu-west-1", Zone::parse);
  public static final Setting<List<FeedName>> GRID_FEEDS =
      Setting.unset(
          "grid.feeds", "feeds, best first: " + FeedProviders.ALLOWED, FeedProviders::parseLadder);
  public static final Setting<GridIntensity> GRID_INTENSITY =
      Setting.unset(
          "grid.intensity", "grams of CO2e per kWh, from 1 to 2000", GridIntensity::parseStated);
  public static final Setting<Duration> GRID_OLDEST =
      Setting.of(
          "grid.oldest",
          "3h",
          "0s to 24h, e.g. 90m",
          text -> TimeSpan.parse(text, Duration.ZERO, Duration.ofDays(1)));
  public static final Setting<Optional<Duration>> GRID_WAIT =
      Setting.of("grid.wait", "auto", "auto, or 0s to 24h, e.g. 30m", Keys::gridWait);
  public static final Setting<String> GRID_HISTORY =
      Setting.unset("grid.history", "a folder's path", Keys::path);
  public static final Setting<Wue> WUE =
      Setting.unset("wue", "litres of water per kWh from 0 to 100", Wue::parse);
  public static final Setting<Pue> PUE = Setting.unset("pue", "a factor from 1 to 10", Pue::parse);
  public static final Setting<String> RECEIPTS_FILE =
      Setting.unset("receipts.file", "a file's path", Keys::path);
  public static final Setting<RotateRule> RECEIPTS_ROTATE =
      Setting.of("receipts.rotate", RotateRule.FALLBACK, RotateRule.ALLOWED, RotateRule::parse);
  public static final Setting<Integer> RECEIPTS_KEEP =
      Setting.of("receipts.keep", "90", "a number of files from 1 to 100000", Keys::keep);
  public static final Setting<Duration> STATEMENTS_INTERVAL =
      Setting.of(
          "statements.interval",
          "1m",
          "0s, or a time that divides 5m, from 1s to 5m, e.g. 10s or 1m",
          Keys::statementsInterval);

  /** The settings of grid feeds, by what they set. */
  public static final Map<FeedOption, Setting<String>> FEEDS = feeds();

  static final String FEED_PREFIX = "feeds.";
  static final String MODELS = "models";

  /** Keys whose value is a tree of YAML, in the configuration file only. */
  static final String EMBODIED = "embodied";

  static final String TRAINING = "training";
  static final String BUDGETS = "budgets";
  static final String HTTP_JSON = "feeds.http-json";
  static final Set<String> TREES = Set.of(MODELS, EMBODIED, TRAINING, BUDGETS, HTTP_JSON);

  /** The key of the configuration file itself. */
  public static final String FILE = "config";

  private static final Set<String> PATHS =
      Set.of(
          FILE,
          METRICS_WEB_CONFIG.key(),
          METRICS_TOKEN_FILE.key(),
          NATIVE_DIR.key(),
          SHARED_PATH.key(),
          GRID_HISTORY.key(),
          RECEIPTS_FILE.key());

  private static final Duration FIVE_MINUTES = Duration.ofMinutes(5);

  /** Part of the contract, and not in this version: said so, never silently ignored. */
  static final Set<String> NOT_YET = Set.of("collector.url");

  private Keys() {}

  /** All of them, in the order in which they are shown. */
  static List<Setting<?>> all() {
    List<Setting<?>> all = new ArrayList<>(plain());
    all.addAll(FEEDS.values());
    return List.copyOf(all);
  }

  private static Map<FeedOption, Setting<String>> feeds() {
    Map<FeedOption, Setting<String>> settings = new LinkedHashMap<>();
    for (FeedOption option : FeedProviders.options()) {
      settings.put(
          option,
          new Setting<>(
              option.key(),
              Optional.empty(),
              option.allowed(),
              Keys::text,
              option.isSecret(),
              option::shown,
              text -> List.of()));
    }
    return settings;
  }

  private static List<Setting<?>> plain() {
    return List.of(
        METRICS_ADDRESS,
        METRICS_HOSTS,
        METRICS_WEB_CONFIG,
        METRICS_TOKEN_FILE,
        MICROMETER,
        POWER_SOURCE,
        NVML_LIBRARY,
        NVML_DEVICES,
        NATIVE_DIR,
        SHARED_PATH,
        SAMPLE_PERIOD,
        HOOKS_CUSTOM,
        HOOKS_DISABLED,
        PROPAGATION,
        ENGINES_IGNORED,
        CALLS_LONGEST,
        GRID_ZONE,
        GRID_FEEDS,
        GRID_INTENSITY,
        GRID_OLDEST,
        GRID_WAIT,
        GRID_HISTORY,
        PUE,
        WUE,
        RECEIPTS_FILE,
        RECEIPTS_ROTATE,
        RECEIPTS_KEEP,
        STATEMENTS_INTERVAL,
        RUNBOOKS_URL,
        QUIET);
  }

  /** Whether the value of that key is a path, which means another file in another folder. */
  public static boolean isPath(String key) {
    return PATHS.contains(key)
        || FEEDS.keySet().stream().anyMatch(feed -> feed.key().equals(key) && feed.isPath());
  }

  /** Whether the value of that key is a secret. */
  static boolean isSecret(String key) {
    return FEEDS.values().stream().anyMatch(feed -> feed.secret() && feed.key().equals(key));
  }

  /** Whether a key is one of the feeds', or was perhaps meant to be: secrets stand there. */
  static boolean isFeeds(String key) {
    return key.startsWith("feed");
  }

  static Set<String> names() {
    return Stream.concat(
            all().stream().map(Setting::key), Stream.concat(TREES.stream(), Stream.of(FILE)))
        .collect(Collectors.toUnmodifiableSet());
  }

  private static String text(String text) {
    if (text.isBlank()) {
      throw new IllegalArgumentException("empty");
    }
    return text;
  }

  private static Optional<Duration> gridWait(String text) {
    return text.equals("auto")
        ? Optional.empty()
        : Optional.of(TimeSpan.parse(text, Duration.ZERO, Duration.ofDays(1)));
  }

  private static boolean isFirst(String text, String first, String second) {
    if (!text.equals(first) && !text.equals(second)) {
      throw new IllegalArgumentException("neither " + first + " nor " + second);
    }
    return text.equals(first);
  }

  private static int keep(String text) {
    int files = text.matches("[0-9]{1,6}") ? Integer.parseInt(text) : 0;
    if (files < 1 || files > 100_000) {
      throw new IllegalArgumentException("out of range");
    }
    return files;
  }

  private static Duration statementsInterval(String text) {
    Duration interval = TimeSpan.parse(text, Duration.ZERO, FIVE_MINUTES);
    if (!interval.isZero() && FIVE_MINUTES.toSeconds() % interval.toSeconds() != 0) {
      throw new IllegalArgumentException("does not divide five minutes");
    }
    return interval;
  }

  // Nothing is looked up on disk, which may hang.
  private static String path(String text) {
    if (text.indexOf('\0') >= 0 || text.contains("://")) {
      throw new IllegalArgumentException("no path");
    }
    try {
      text(Path.of(text).toString());
      return text;
    } catch (InvalidPathException e) {
      throw new IllegalArgumentException(
          "this JVM spells file names in '"
              + System.getProperty("sun.jnu.encoding")
              + "', which lacks a character of it: set LC_ALL=C.UTF-8",
          e);
    }
  }

  static List<String> list(String text) {
    return Arrays.stream(text.split(",", -1)).map(Keys::text).map(String::trim).toList();
  }

  private static Set<String> hooks(String text) {
    return names(text, BuiltInHooks.NAMES, "hook");
  }

  private static Set<String> engines(String text) {
    return names(text, KnownEngine.ALL.stream().map(KnownEngine::name).toList(), "engine");
  }

  private static Set<String> names(String text, List<String> allowed, String what) {
    Set<String> names = Set.copyOf(list(text));
    if (!allowed.containsAll(names)) {
      throw new IllegalArgumentException("unknown " + what);
    }
    return names;
  }
}
