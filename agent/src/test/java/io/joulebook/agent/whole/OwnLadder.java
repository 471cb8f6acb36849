package io.joulebook.agent.whole;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The rungs of docs/carbon.md once more, from that text alone: what five minutes cost by the
 * history's lines, in the order in which they stand.
 */
final class OwnLadder {
  private static final Duration FIVE_MINUTES = Duration.ofMinutes(5);

  private final List<String> feeds;
  private final Duration oldest;
  private final Price yearly;
  private final Map<String, NavigableMap<Instant, JsonNode>> known = new HashMap<>();
  private final NavigableMap<Instant, Price> first = new TreeMap<>();

  /** A price as a line of the history has it. */
  record Price(String tier, String feed, long milligrams) {
    static Price of(JsonNode line) {
      return new Price(
          line.get("tier").textValue(),
          line.get("feed").textValue(),
          line.get("milligramsPerKwh").longValue());
    }
  }

  /** With live feeds, best first, above the yearly table. */
  OwnLadder(List<String> feeds, Duration oldest, long yearlyMilligrams) {
    this.feeds = feeds;
    this.oldest = oldest;
    yearly = new Price("static", "static", yearlyMilligrams);
    feeds.forEach(feed -> known.put(feed, new TreeMap<>()));
  }

  /** Takes the next line of the history. */
  void take(JsonNode line) {
    if (line.get("type").textValue().equals("price")) {
      first.put(Instant.parse(line.get("bucket").textValue()), Price.of(line));
    } else if (!line.get("kind").textValue().equals("forecast")) {
      Instant end = Instant.parse(line.get("to").textValue());
      Instant begin = Instant.parse(line.get("from").textValue());
      for (Instant at = begin; at.isBefore(end); at = at.plus(FIVE_MINUTES)) {
        known.get(line.get("feed").textValue()).put(at, line);
      }
    }
  }

  /** The price that was decided of five minutes, as the history has it. */
  Optional<Price> decided(Instant bucket) {
    return Optional.ofNullable(first.get(bucket));
  }

  /** What is known now of five minutes that were decided. */
  Price knownNow(Instant bucket) {
    return said(bucket).orElseGet(() -> first.get(bucket));
  }

  /** What the first feed says of five minutes, if it has told. */
  Optional<JsonNode> toldByFirst(Instant bucket) {
    return Optional.ofNullable(known.get(feeds.get(0)).get(bucket));
  }

  /** What five minutes cost by what is known so far. */
  Price price(Instant bucket) {
    return said(bucket).or(() -> lastKnown(bucket)).orElse(yearly);
  }

  private Optional<Price> said(Instant bucket) {
    for (String feed : feeds) {
      JsonNode line = known.get(feed).get(bucket);
      if (line != null) {
        String kind = line.get("kind").textValue();
        return Optional.of(price(line, feed.equals(feeds.get(0)) ? kind : "second_feed"));
      }
    }
    return Optional.empty();
  }

  private Optional<Price> lastKnown(Instant bucket) {
    List<Map.Entry<Instant, JsonNode>> lasts = new ArrayList<>();
    for (String feed : feeds) {
      Optional.ofNullable(known.get(feed).lowerEntry(bucket)).ifPresent(lasts::add);
    }
    Instant bound = bucket.minus(oldest).minus(FIVE_MINUTES);
    return lasts.stream()
        .filter(last -> !last.getKey().isBefore(bound))
        .reduce((one, other) -> other.getKey().isAfter(one.getKey()) ? other : one)
        .map(last -> price(last.getValue(), "last_known"));
  }

  private static Price price(JsonNode line, String tier) {
    return new Price(tier, line.get("feed").textValue(), line.get("milligramsPerKwh").longValue());
  }
}
