package io.joulebook.collector.grid;

/** Names of live feeds, as tests use them. */
public final class FeedNames {
  public static final FeedName FILE = new FeedName("file");
  public static final FeedName NESO = new FeedName("neso");
  public static final FeedName RTE = new FeedName("rte");
  public static final FeedName ENERGI_DATA_SERVICE = new FeedName("energidataservice");
  public static final FeedName ELECTRICITY_MAPS = new FeedName("electricitymaps");
  public static final FeedName WATT_TIME = new FeedName("watttime");
  public static final FeedName CARBON_AWARE_SDK = new FeedName("carbonawaresdk");
  public static final FeedName HTTP_JSON = new FeedName("http-json");

  private FeedNames() {}
}
