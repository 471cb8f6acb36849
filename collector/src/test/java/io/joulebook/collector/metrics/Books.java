package io.joulebook.collector.metrics;

import io.joulebook.collector.AgentHealth;
import io.joulebook.collector.DeviceInfo;
import io.joulebook.collector.DeviceState;
import io.joulebook.collector.Receipt;
import io.joulebook.collector.ReceiptLogStatus;
import io.joulebook.collector.Statement;
import io.joulebook.collector.budget.Budget;
import io.joulebook.collector.carbon.Footprint;
import io.joulebook.collector.carbon.Pricing;
import io.joulebook.collector.carbon.Pue;
import io.joulebook.collector.grid.FeedNames;
import io.joulebook.collector.grid.IntensityRecord;
import io.joulebook.collector.grid.Ladder;
import io.joulebook.collector.grid.LiveRung;
import io.joulebook.collector.grid.Said;
import io.joulebook.collector.grid.Zone;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** A registry to enter things into, and what it then shows. */
final class Books {
  static final String OPEN_METRICS = "application/openmetrics-text; version=1.0.0";
  private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

  private final Registry registry;
  private final Exposition exposition;

  private Books(Optional<Zone> zone, Optional<Pue> pue, int maxModels) {
    this(Ladder.timeless(Ladder.yearly(zone)), pue, Footprint.NONE, maxModels);
  }

  private Books(Ladder ladder, Optional<Pue> pue, Footprint footprint, int maxModels) {
    registry = new Registry("1.2.3", maxModels, new Pricing(ladder, pue), footprint, () -> NOON);
    exposition = registry.exposition();
  }

  /** Of Germany, with all that can be counted beside the electricity of use. */
  static Books with(Footprint footprint) {
    Ladder ladder = Ladder.timeless(Ladder.yearly(Optional.of(Zone.parse("DE"))));
    return new Books(ladder, Optional.empty(), footprint, 200);
  }

  /** Of Germany, on a live feed that is waited for for an hour. */
  static Books onALiveFeed(Footprint footprint) {
    LiveRung feed = new LiveRung(FeedNames.ELECTRICITY_MAPS, Duration.ofHours(1));
    Ladder ladder =
        Ladder.live(
            Said.DE,
            Said.METHOD,
            List.of(feed),
            Duration.ofHours(3),
            Ladder.nothing(),
            Ladder.MEMORY);
    return new Books(ladder, Optional.empty(), footprint, 200);
  }

  Books learn(IntensityRecord... records) {
    registry.learn(List.of(records));
    return this;
  }

  Books settle(Instant now) {
    registry.settle(now);
    return this;
  }

  Books receiptLog(Supplier<ReceiptLogStatus> status) {
    registry.status().receiptLog(status);
    return this;
  }

  Books grid(Supplier<GridStatus> status) {
    registry.status().grid(status);
    return this;
  }

  static Books inGermany() {
    return in(Optional.of("DE"), 200);
  }

  static Books nowhere() {
    return in(Optional.empty(), 200);
  }

  static Books forModels(int maxModels) {
    return in(Optional.of("DE"), maxModels);
  }

  static Books withPue(String pue) {
    return new Books(Optional.of(Zone.parse("DE")), Optional.of(Pue.parse(pue)), 200);
  }

  private static Books in(Optional<String> zone, int maxModels) {
    return new Books(zone.map(Zone::parse), Optional.empty(), maxModels);
  }

  Books enter(Receipt... receipts) {
    for (Receipt receipt : receipts) {
      registry.enter(receipt);
    }
    return this;
  }

  Books enter(Statement... statements) {
    for (Statement statement : statements) {
      registry.enter(statement);
    }
    return this;
  }

  Books deviceStates(Supplier<List<DeviceState>> supplier) {
    registry.status().deviceStates(supplier);
    return this;
  }

  Books describe(DeviceInfo... devices) {
    registry.status().describe(List.of(devices));
    return this;
  }

  Books health(Supplier<AgentHealth> health) {
    registry.status().health(health);
    return this;
  }

  Books budgets(Budget... budgets) {
    registry.budgets(List.of(budgets));
    return this;
  }

  Books budgetsRead(boolean successfully) {
    registry.budgetsRead(successfully);
    return this;
  }

  Books overBudget(Consumer<String> log) {
    registry.overBudget(log);
    return this;
  }

  List<Sample> samples() {
    return registry.samples();
  }

  String shown() {
    return shown("");
  }

  String shown(String accept) {
    return new String(bytes(accept), StandardCharsets.UTF_8);
  }

  byte[] bytes(String accept) {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    try {
      exposition.write(accept, body);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return body.toByteArray();
  }

  /** The values shown, by series, as decimal numbers. */
  Map<String, BigDecimal> values() {
    Map<String, BigDecimal> values = new LinkedHashMap<>();
    shown()
        .lines()
        .filter(line -> !line.startsWith("#"))
        .forEach(
            line -> {
              int space = line.lastIndexOf(' ');
              values.put(line.substring(0, space), new BigDecimal(line.substring(space + 1)));
            });
    return values;
  }

  /** The sum of all series of a metric whose labels contain all of these parts. */
  BigDecimal sum(String name, String... parts) {
    return values().entrySet().stream()
        .filter(e -> e.getKey().equals(name) || e.getKey().startsWith(name + "{"))
        .filter(e -> List.of(parts).stream().allMatch(e.getKey()::contains))
        .map(Map.Entry::getValue)
        .reduce(BigDecimal.ZERO, BigDecimal::add);
  }
}
