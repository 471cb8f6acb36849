package io.joulebook.collector.feed;

/** What may be told about a feed, beside that it is wanted. */
public enum FeedOption {
  HOSTS("hosts", false, "host names that feeds may talk to beside their vendors', with commas"),
  FILE_PATH("file.path", false, "a CSV or JSON file's path"),
  FILE_SIGNAL("file.signal", false, "average or marginal"),
  FILE_BASIS("file.basis", false, "lifecycle or direct"),
  FIXED_SIGNAL("fixed.signal", false, "average or marginal"),
  FIXED_BASIS("fixed.basis", false, "lifecycle or direct"),
  NESO_URL("neso.url", false, "a base URL"),
  RTE_URL("rte.url", false, "a base URL"),
  ENERGI_DATA_SERVICE_URL("energidataservice.url", false, "a base URL"),
  ELECTRICITY_MAPS_URL("electricitymaps.url", false, "a base URL, version included"),
  ELECTRICITY_MAPS_BASIS("electricitymaps.basis", false, "lifecycle or direct"),
  ELECTRICITY_MAPS_TOKEN("electricitymaps.token", true, "the API key, from the environment only"),
  ELECTRICITY_MAPS_TOKEN_FILE("electricitymaps.token.file", false, "a file with the API key"),
  WATT_TIME_URL("watttime.url", false, "a base URL"),
  WATT_TIME_USER("watttime.user", false, "the user name"),
  WATT_TIME_PASSWORD("watttime.password", true, "the password, from the environment only"),
  WATT_TIME_PASSWORD_FILE("watttime.password.file", false, "a file with the password"),
  WATT_TIME_REGION("watttime.region", false, "WattTime's region, e.g. CAISO_NORTH"),
  WATT_TIME_SIGNAL("watttime.signal", false, "co2_moer or co2_aoer"),
  CARBON_AWARE_SDK_URL("carbonawaresdk.url", false, "the base URL of your instance"),
  CARBON_AWARE_SDK_LOCATION("carbonawaresdk.location", false, "the location's name there"),
  CARBON_AWARE_SDK_SIGNAL("carbonawaresdk.signal", false, "average or marginal"),
  CARBON_AWARE_SDK_BASIS("carbonawaresdk.basis", false, "lifecycle or direct");

  private final String key;
  private final boolean secret;
  private final String allowed;

  FeedOption(String key, boolean secret, String allowed) {
    this.key = "feeds." + key;
    this.secret = secret;
    this.allowed = allowed;
  }

  /** The configuration key, e.g. {@code feeds.neso.url}. */
  public String key() {
    return key;
  }

  /** Whether the value itself is a secret, never to be shown or to stand on a command line. */
  public boolean isSecret() {
    return secret;
  }

  /** What may be set, for messages. */
  public String allowed() {
    return allowed;
  }

  /** The value as it may be shown: a URL may have a key in it, and a path may be a key itself. */
  public String shown(String text) {
    if (secret) {
      return "(secret)";
    }
    if (key.endsWith(".url")) {
      return BaseUrl.shown(text);
    }
    return key.endsWith(".file") ? shownPath(text) : text;
  }

  /** A path to a secret as it may be shown: what has no folder in it may be the secret. */
  public static String shownPath(String text) {
    return text.contains("/") ? text : "(not shown: no folder in it)";
  }
}
