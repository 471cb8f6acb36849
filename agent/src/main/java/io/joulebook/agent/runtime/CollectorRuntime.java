package io.joulebook.agent.runtime;

import io.joulebook.agent.config.EndpointRules;
import io.joulebook.agent.config.Inputs;
import io.joulebook.agent.config.Keys;
import io.joulebook.agent.config.Settings;
import io.joulebook.agent.instrument.Hooks;
import io.joulebook.agent.telemetry.HostTelemetry;
import io.joulebook.collector.Collector;
import io.joulebook.collector.DeviceInfo;
import io.joulebook.collector.DeviceState;
import io.joulebook.collector.RuleStatus;
import io.joulebook.collector.http.Endpoint;
import io.joulebook.collector.http.EndpointException;
import io.joulebook.collector.http.EndpointSettings;
import io.joulebook.collector.local.InProcessCollector;
import io.joulebook.collector.receiptlog.ReceiptFile;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The collector of this JVM and its endpoint, if there is one. Belongs to the ledger's thread. */
final class CollectorRuntime implements AutoCloseable {
  private static final long FIRST_PAUSE = Duration.ofSeconds(1).toNanos();
  private static final long LONGEST_PAUSE = Duration.ofSeconds(10).toNanos();

  /** How long the end of the JVM may be held up by the disk. */
  private static final long END_MILLIS = 500;

  private final InProcessCollector books;
  private final Collector collector;
  private final AgentHealthMonitor health;
  private final Settings settings;
  private final BudgetReloader budgets;
  private final HostTelemetry telemetry;
  private volatile Optional<Endpoint> endpoint = Optional.empty();
  private long bindAt = System.nanoTime();
  private volatile long pause = FIRST_PAUSE;
  private volatile boolean binding;
  private volatile boolean refused;
  private volatile boolean isWanted = true;
  private volatile @Nullable Throwable failure;
  private boolean watchesGrid;
  private boolean closed;

  private CollectorRuntime(
      InProcessCollector books,
      BudgetReloader budgets,
      HostTelemetry telemetry,
      Collector collector,
      AgentHealthMonitor health,
      Settings settings) {
    this.books = books;
    this.budgets = budgets;
    this.telemetry = telemetry;
    this.collector = collector;
    this.health = health;
    this.settings = settings;
  }

  /**
   * Opens the collector; the endpoint is opened by {@link #serve}.
   *
   * @param telemetry the host's own registry of meters
   * @param inputs where the configuration is read from again when its file has changed
   */
  static CollectorRuntime open(
      Settings settings, Hooks hooks, HostTelemetry telemetry, Supplier<Inputs> inputs) {
    InProcessCollector collector =
        InProcessCollector.open(CollectorConfig.of(settings, Console::complain));
    collector.complaints().forEach(Console::complain);
    collector.unusedHistory().ifPresent(Console::say);
    collector.overBudget(Console::log);
    settings.get(Keys.RUNBOOKS_URL).ifPresent(collector::runbooks);
    AgentHealthMonitor health = new AgentHealthMonitor();
    health.take(System.nanoTime(), 0, 0, hooks.installed(), Map.of());
    collector.health(health::latest);
    return new CollectorRuntime(
        collector,
        BudgetReloader.open(settings, collector, inputs, Console::complain, Console::log),
        telemetry,
        ReceiptLog.open(settings, collector, line -> Console.stateOf("receipts.file", line)),
        health,
        settings);
  }

  /** The budgets in force, and whether each has watched any call. */
  List<RuleStatus> budgetStatus() {
    return books.budgetStatus();
  }

  /**
   * Binds the endpoint if that is to be tried now: a port that is taken may come free, as when a
   * predecessor is still ending. One with TLS waits until the host's logging may be touched.
   */
  void serve(long now, LoggingGate logging) {
    if (!isWanted || binding || endpoint.isPresent() || now - bindAt < 0) {
      return;
    }
    if (settings.get(Keys.METRICS_WEB_CONFIG).isPresent() && !logging.isOpen(now)) {
      return;
    }
    bindAt = now + pause;
    Thread thread = AgentThread.of("joulebook-bind", this::tryToBind);
    binding = true;
    try {
      thread.start();
    } catch (Throwable noThread) {
      binding = false;
      throw noThread;
    }
  }

  // The name may have to be looked up, and a name server may be silent.
  private void tryToBind() {
    try {
      bind();
    } catch (EndpointException taken) {
      cannotServe(String.valueOf(taken.getMessage()));
    } catch (Throwable unforeseen) {
      failure = unforeseen;
      cannotServe("metrics cannot be served (" + unforeseen + ")");
    } finally {
      binding = false;
    }
  }

  private void bind() throws EndpointException {
    Optional<EndpointSettings> asked = EndpointRules.of(settings, Console::say);
    isWanted = asked.isPresent();
    if (asked.isPresent()) {
      Endpoint opened = books.serve(asked.get());
      serveOn(opened);
      opened.exposure().ifPresent(Console::say);
      if (refused) {
        Console.say("metrics are served now on " + opened.url());
      }
    }
  }

  private synchronized void serveOn(Endpoint opened) {
    try {
      endpoint = Optional.of(opened);
    } catch (Throwable noMemory) {
      opened.close();
      throw noMemory;
    }
    if (closed) {
      opened.close(); // the books were closed meanwhile
    }
  }

  private void cannotServe(String why) {
    pause = Math.min(2 * pause, LONGEST_PAUSE);
    if (!refused) {
      Console.complain(why + "; it is tried again");
      refused = true; // attach may read what was said from now on
    }
  }

  /** What the endpoint failed with last, if it did. */
  Optional<Throwable> failure() {
    Optional<Throwable> served = endpoint.flatMap(Endpoint::failure);
    return served.isPresent() ? served : Optional.ofNullable(failure);
  }

  /** Whether it is known if there is an endpoint. */
  boolean isDecided() {
    return endpoint.isPresent() || refused || !isWanted;
  }

  /** Where the metrics are served; empty while they are not. */
  Optional<String> url() {
    return endpoint.map(Endpoint::url);
  }

  /**
   * Starts to ask the live feeds, if there are any; without them joules are metered all the same.
   */
  void watchGrid(long now, LoggingGate logging) {
    if (watchesGrid || !books.hasLiveFeeds() || !logging.isOpen(now)) {
      return;
    }
    watchesGrid = true;
    try {
      books.watchGrid(line -> Console.state("grid", line));
    } catch (RuntimeException | LinkageError failure) {
      Console.say("live grid feeds cannot be asked, their joules wait for a price: " + failure);
    }
  }

  /** Looks whether the configuration file has other budgets now. */
  void watchBudgets() {
    budgets.look();
  }

  /** Shows the values in the host's own registry of meters, where it has one. */
  void publish() {
    telemetry.publish(books::samples);
    if (telemetry.takeFailed()) {
      health.powerError("micrometer_failed");
    }
  }

  /** Whether the host's own registry of meters shows the values too. */
  boolean isInHostRegistry() {
    return telemetry.isRead();
  }

  Collector collector() {
    return collector;
  }

  AgentHealthMonitor health() {
    return health;
  }

  /** Tells what the metered devices are. */
  void describe(List<DeviceInfo> devices) {
    books.describe(devices);
  }

  /** Names where a scrape finds how the devices do beside their energy. */
  void deviceStates(Supplier<List<DeviceState>> states) {
    books.deviceStates(states);
  }

  /**
   * The JVM ends: writes the receipts that wait, and leaves what waits for a price to the next JVM.
   */
  void finish() {
    if (collector instanceof ReceiptFile file) {
      file.end(END_MILLIS);
    }
    closeBooks();
  }

  // What waits for a price is left once, by the ledger's thread or by the one that ends the JVM.
  private synchronized void closeBooks() {
    if (!closed) {
      books.close();
      closed = true;
    }
  }

  @Override
  public void close() {
    telemetry.close();
    closeBooks();
    endpoint.ifPresent(Endpoint::close);
    if (collector instanceof ReceiptFile file) {
      file.close(END_MILLIS);
    }
  }
}
