package io.joulebook.agent.config;

import io.joulebook.collector.feed.http.Secret;
import io.joulebook.collector.feed.vendor.FeedOption;
import io.joulebook.collector.feed.vendor.FeedSettings;
import io.joulebook.collector.feed.vendor.GridSettings;
import io.joulebook.collector.feed.vendor.HttpJsonDescription;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What the configuration says of the grid. */
public final class GridRules {
  private static final String HEADERS = "headers";

  private final boolean asking;
  private final List<String> complaints = new ArrayList<>();
  private final GridSettings grid;

  private GridRules(Settings settings, boolean asking) {
    this.asking = asking;
    FeedSettings feeds = feeds(settings);
    GridSettings read;
    try {
      read =
          new GridSettings(
              settings.get(Keys.GRID_ZONE),
              settings.get(Keys.GRID_INTENSITY),
              settings.get(Keys.GRID_FEEDS),
              feeds,
              settings.require(Keys.GRID_OLDEST),
              settings.require(Keys.GRID_WAIT),
              settings.path(Keys.GRID_HISTORY));
    } catch (IllegalArgumentException doNotFit) {
      complaints.add(doNotFit.getMessage() + ": joules are not priced");
      read = GridSettings.NONE;
    }
    grid = read;
  }

  /** Reads it; what cannot be used is left out, with a complaint. */
  public static GridRules of(Settings settings) {
    return new GridRules(settings, true);
  }

  /** Reads it for somebody who asks no feed, and so needs no secret. */
  public static GridRules ofPast(Settings settings) {
    return new GridRules(settings, false);
  }

  private FeedSettings feeds(Settings settings) {
    Map<FeedOption, String> options = new LinkedHashMap<>();
    Map<FeedOption, Secret> secrets = new LinkedHashMap<>();
    Keys.FEEDS.forEach(
        (option, setting) ->
            settings
                .get(setting)
                .ifPresent(
                    text -> {
                      if (option.isSecret()) {
                        secret(option, text).ifPresent(secret -> secrets.put(option, secret));
                      } else {
                        options.put(option, text);
                      }
                    }));
    return FeedSettings.of(options, secrets, httpJson(settings));
  }

  private Optional<Secret> secret(FeedOption option, String text) {
    try {
      return Optional.of(Secret.of(text));
    } catch (IllegalArgumentException e) {
      complaints.add(option.key() + ": " + e.getMessage() + ": ignored");
      return Optional.empty();
    }
  }

  private Optional<HttpJsonDescription> httpJson(Settings settings) {
    Optional<Object> tree = settings.tree(Keys.HTTP_JSON);
    try {
      return tree.map(this::describe);
    } catch (IllegalArgumentException e) {
      complaints.add(e.getMessage() + ": the feed is left out");
      return Optional.empty();
    }
  }

  private HttpJsonDescription describe(Object tree) {
    if (tree instanceof Map<?, ?> map) {
      Map<Object, Object> described = new LinkedHashMap<>(map);
      if (!asking) {
        described.remove(HEADERS);
      }
      return HttpJsonDescription.parse(described);
    }
    throw new IllegalArgumentException(Keys.HTTP_JSON + " must be a map");
  }

  /** What could be used. */
  public GridSettings grid() {
    return grid;
  }

  /** One line for each thing that could not. */
  public List<String> complaints() {
    return List.copyOf(complaints);
  }
}
