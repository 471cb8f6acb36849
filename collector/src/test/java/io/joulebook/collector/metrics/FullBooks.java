package io.joulebook.collector.metrics;

import static io.joulebook.collector.Entries.H100;
import static io.joulebook.collector.Entries.NOON;
import static io.joulebook.collector.Entries.PACKAGE;
import static io.joulebook.collector.Entries.PRETENDED;
import static io.joulebook.collector.Entries.call;
import static io.joulebook.collector.Entries.charge;
import static io.joulebook.collector.Entries.receipt;
import static io.joulebook.collector.Entries.routed;
import static io.joulebook.collector.Entries.statement;
import static io.joulebook.collector.Entries.streamed;
import static io.joulebook.collector.Entries.traced;
import static io.joulebook.collector.Entries.withTokens;

import io.joulebook.collector.Account;
import io.joulebook.collector.AgentHealth;
import io.joulebook.collector.Call;
import io.joulebook.collector.DeviceInfo;
import io.joulebook.collector.DeviceState;
import io.joulebook.collector.Glob;
import io.joulebook.collector.Grams;
import io.joulebook.collector.Joules;
import io.joulebook.collector.Receipt;
import io.joulebook.collector.ReceiptLogStatus;
import io.joulebook.collector.budget.Budget;
import io.joulebook.collector.budget.Budgets;
import io.joulebook.collector.budget.Limit;
import io.joulebook.collector.carbon.Embodied;
import io.joulebook.collector.carbon.Footprint;
import io.joulebook.collector.carbon.Training;
import io.joulebook.collector.carbon.Wue;
import io.joulebook.collector.feed.FeedStatus;
import io.joulebook.collector.grid.FeedNames;
import io.joulebook.collector.grid.IntensityRecord;
import io.joulebook.collector.grid.RecordKind;
import io.joulebook.collector.grid.Said;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/** Books that hold something of everything. */
final class FullBooks {
  private static final Map<Account, Joules> ACCOUNTS =
      Map.of(
          Account.REQUESTS, Joules.ofMillis(300_250),
          Account.IDLE, Joules.ofMillis(71_500),
          Account.OTHER_PROCESSES, Joules.ofMillis(4),
          Account.UNATTRIBUTED, Joules.ofMicros(1));

  private static final AgentHealth HEALTH =
      new AgentHealth(
          2,
          Map.of("queue_full", 7L),
          Map.of("gpu_is_lost", 1L),
          Map.of("djl", false),
          Map.of("GPU-8932f937", Set.of("another_agent")),
          Map.of("tensorflow", false),
          Map.of(new AgentHealth.RuleName("budget", "embed"), true),
          1_500_000L);

  private static final DeviceState STATE =
      new DeviceState(
          H100.id(),
          OptionalInt.of(87),
          OptionalInt.of(61),
          OptionalInt.of(1_755),
          OptionalInt.of(2_619));

  private static final ReceiptLogStatus RECEIPT_LOG =
      new ReceiptLogStatus(9, Map.of("disk_full", 2L));

  private static final GridStatus GRID =
      new GridStatus(
          "DE",
          List.of(
              new FeedStatus(
                  FeedNames.ELECTRICITY_MAPS,
                  Map.of("ok", 12L),
                  Map.of("zone", 1L),
                  Optional.of(NOON.plusSeconds(60)),
                  Optional.of(NOON.plusSeconds(300)),
                  true)),
          false,
          Map.of("write_failed", 3L));

  private static final Budget ONE_CALL =
      Budgets.of("one-call", new Limit.JoulesPerCall(Joules.ofMillis(1_500)), "99.95%");
  private static final Budget ONE_TOKEN =
      Budgets.of("one-token", new Limit.JoulesPerOutputToken(Joules.ofMillis(50)), "0.99");
  private static final Budget GRAMS =
      Budgets.of("grams", new Limit.GramsPerCall(Grams.ofNanos(1_000_000)), "95%");
  private static final Budget ONE_DAY =
      Budgets.of("one-day", new Limit.JoulesPerDay(Joules.ofMillis(2_400)));

  private FullBooks() {}

  static Books priced() {
    return fill(Books.inGermany());
  }

  /** Where no price is known: the metrics of joules without one. */
  static Books unpriced() {
    return fill(Books.nowhere());
  }

  /** On a live feed that has changed its mind, with all that is counted beside electricity. */
  static Books live() {
    Footprint footprint =
        new Footprint(
            List.of(
                new Embodied(
                    Glob.of("GPU-*"),
                    Grams.ofNanos(164_000_000_000_000L),
                    Duration.ofDays(5 * 365L),
                    1_000,
                    1_000,
                    "preset")),
            List.of(new Training(Glob.of("llama"), Grams.ofNanos(1_000_000_000_000L), 1_000)),
            Optional.of(Wue.parse("0.27")));
    return fill(Books.onALiveFeed(footprint).grid(() -> GRID))
        .learn(said(RecordKind.ESTIMATED, 300))
        .settle(NOON.plusSeconds(400))
        .learn(said(RecordKind.ACTUAL, 290))
        .enter(
            statement(
                H100,
                Map.of(Account.REQUESTS, Joules.ofMillis(5)),
                NOON.plus(Duration.ofMinutes(7))));
  }

  private static IntensityRecord said(RecordKind kind, long grams) {
    return Said.by(FeedNames.ELECTRICITY_MAPS, kind, grams, NOON, Duration.ofMinutes(5));
  }

  private static Books fill(Books books) {
    Receipt embedding =
        receipt(call("minilm"), streamed(charge(H100, 2_000_000, 345_678), 500_000));
    return books
        .health(() -> HEALTH)
        .receiptLog(() -> RECEIPT_LOG)
        .deviceStates(() -> List.of(STATE))
        .describe(
            new DeviceInfo(
                H100.id(),
                OptionalInt.of(0),
                Optional.of("NVIDIA H100 80GB HBM3"),
                Optional.of("00000000:1B:00.0"),
                Optional.of("580.95.05")))
        .budgets(ONE_CALL, ONE_TOKEN, GRAMS, ONE_DAY)
        .budgetsRead(true)
        .enter(
            traced(
                "4bf92f3577b34da6a3ce929d0e0e4736",
                routed("/embed", withTokens(128, 0, embedding))),
            receipt(call("minilm"), charge(H100, 1_000_000, 1), charge(PACKAGE, 5, 70_000)),
            receipt(new Call("llama", "djl", "predict", Call.Outcome.ERROR)),
            receipt(call("demo"), charge(PRETENDED, 7, 0)),
            receipt(call("demo"), charge(PRETENDED, -7, 0)))
        .enter(
            statement(H100, ACCOUNTS),
            statement(
                PACKAGE,
                Map.of(Account.IDLE, Joules.ZERO, Account.REQUESTS, Joules.ofMicros(70_005))));
  }
}
