package io.joulebook.collector.local;

import io.joulebook.collector.AgentHealth;
import io.joulebook.collector.Collector;
import io.joulebook.collector.DeviceInfo;
import io.joulebook.collector.DeviceState;
import io.joulebook.collector.Receipt;
import io.joulebook.collector.ReceiptLogStatus;
import io.joulebook.collector.RuleStatus;
import io.joulebook.collector.Statement;
import io.joulebook.collector.budget.Budget;
import io.joulebook.collector.carbon.Pricing;
import io.joulebook.collector.feed.vendor.GridSettings;
import io.joulebook.collector.feed.vendor.IntensityConfig;
import io.joulebook.collector.http.Endpoint;
import io.joulebook.collector.http.EndpointException;
import io.joulebook.collector.http.EndpointSettings;
import io.joulebook.collector.metrics.Registry;
import io.joulebook.collector.metrics.Sample;
import io.joulebook.collector.page.MetricsHandler;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Clock;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** A collector in the process that it meters: prices what it is told, and serves it as metrics. */
public final class InProcessCollector implements Collector, AutoCloseable {
  private final Registry registry;
  private final IntensityConfig grid;
  private final GridSettings settings;
  private final InstantSource clock;
  private Optional<IntensityUpdater> desk = Optional.empty();

  private InProcessCollector(
      CollectorSettings settings, IntensityConfig grid, InstantSource clock) {
    this.grid = grid;
    this.clock = clock;
    this.settings = settings.grid();
    registry =
        new Registry(
            settings.version(),
            settings.maxModels(),
            new Pricing(grid.ladder(), settings.pue()),
            settings.footprint(),
            clock);
  }

  /** A collector with empty books. Starts no thread and opens nothing. */
  public static InProcessCollector open(CollectorSettings settings) {
    return open(settings, Clock.systemUTC());
  }

  static InProcessCollector open(CollectorSettings settings, InstantSource clock) {
    return new InProcessCollector(settings, IntensityConfig.of(settings.grid(), clock), clock);
  }

  /** One line for each feed that was asked for and cannot be had. */
  public List<String> complaints() {
    return grid.complaints();
  }

  /** What prices energy, in words by feed, best first; empty if nothing does. */
  public Map<String, String> ladder() {
    return grid.rungs();
  }

  /** Whether there are live feeds, so that {@link #watchGrid} has something to do. */
  public boolean hasLiveFeeds() {
    return grid.feeds().isPresent();
  }

  /** Says so if there is to be a history and nothing that it would be of. */
  public Optional<String> unusedHistory() {
    return settings
        .history()
        .filter(folder -> !hasLiveFeeds())
        .map(
            folder ->
                "grid.history: nothing is kept in it, for grid.feeds has no live feed in use");
  }

  /**
   * Starts to ask the live feeds, on a daemon thread of their own, and to keep their history, until
   * the collector is closed. Without live feeds it does nothing.
   *
   * @param say is told, in one line each, what only a person can mend
   * @return the threads that were started
   */
  public List<Thread> watchGrid(Consumer<String> say) {
    desk =
        grid.feeds()
            .map(
                feeds ->
                    IntensityUpdater.open(
                        grid.ladder(), feeds, registry, settings.history(), clock, say));
    return desk.map(IntensityUpdater::threads).orElse(List.of());
  }

  /** Stops asking the live feeds. The books stay open. */
  @Override
  public void close() {
    desk.ifPresent(IntensityUpdater::close);
  }

  /**
   * Puts budgets in force, at once; those of a name that was in force before go on counting.
   *
   * @param budgets all of them
   */
  public void budgets(List<Budget> budgets) {
    registry.budgets(budgets);
  }

  /** The budgets in force, and whether each has watched any call. */
  public List<RuleStatus> budgetStatus() {
    return registry.budgetStatus();
  }

  /**
   * Says what the devices are that statements name: all of them, and again when one has changed.
   */
  public void describe(List<DeviceInfo> devices) {
    registry.status().describe(devices);
  }

  /** Names where to ask, at each scrape, how the devices do beside their energy. */
  public void deviceStates(Supplier<List<DeviceState>> states) {
    registry.status().deviceStates(states);
  }

  /** Names the page that alerts link to; until then it is the endpoint's own. */
  public void runbooks(URI page) {
    registry.status().runbooks(page.toString());
  }

  /** Notes whether the configuration's budgets could be used when they were last read. */
  public void budgetsRead(boolean successfully) {
    registry.budgetsRead(successfully);
  }

  /** Names where to write lines about calls over their budget: for each one in a minute at most. */
  public void overBudget(Consumer<String> log) {
    registry.overBudget(log);
  }

  /** Names where to ask, at each scrape, how the file of receipts is doing. */
  public void receiptLog(Supplier<ReceiptLogStatus> status) {
    registry.status().receiptLog(status);
  }

  /** The values that a host's own registry of meters shows, as {@code /metrics} has them now. */
  public List<Sample> samples() {
    return registry.samples();
  }

  @Override
  public void accept(Receipt receipt) {
    registry.enter(receipt);
  }

  @Override
  public void accept(Statement statement) {
    registry.enter(statement);
  }

  @Override
  public void health(Supplier<AgentHealth> health) {
    registry.status().health(health);
  }

  /** Serves what {@link #serve(EndpointSettings)} does, to anyone who reaches that address. */
  public Endpoint serve(InetSocketAddress address) throws EndpointException {
    return serve(EndpointSettings.open(address));
  }

  /**
   * Serves {@code /metrics}, pages for people and {@code /-/healthy} on exactly that address, from
   * one daemon thread, until the endpoint is closed. With TLS it touches java.util.logging.
   *
   * @throws EndpointException if the address cannot be had, or what is to protect it cannot be
   *     used; the message says what to do
   */
  public Endpoint serve(EndpointSettings settings) throws EndpointException {
    return Endpoint.open(settings, new MetricsHandler(registry.exposition()));
  }
}
