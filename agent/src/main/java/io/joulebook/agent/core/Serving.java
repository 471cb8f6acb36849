package io.joulebook.agent.core;

import io.joulebook.agent.config.HostPort;
import io.joulebook.agent.config.Inputs;
import io.joulebook.agent.config.Keys;
import io.joulebook.agent.config.Settings;
import io.joulebook.agent.export.ReceiptFile;
import io.joulebook.agent.instrument.Hooks;
import io.joulebook.collector.Collector;
import io.joulebook.collector.Vitals;
import io.joulebook.collector.server.Endpoint;
import io.joulebook.collector.server.EndpointException;
import io.joulebook.collector.server.InProcessCollector;
import java.util.Optional;
import java.util.function.Supplier;

/** The collector of this JVM and its endpoint, if there is one. */
final class Serving implements AutoCloseable {
  private final InProcessCollector books;
  private final Collector collector;
  private final VitalSigns vitals;
  private final Optional<Endpoint> endpoint;
  private final BudgetFile budgets;

  private Serving(
      InProcessCollector books,
      BudgetFile budgets,
      Collector collector,
      VitalSigns vitals,
      Optional<Endpoint> endpoint) {
    this.books = books;
    this.budgets = budgets;
    this.collector = collector;
    this.vitals = vitals;
    this.endpoint = endpoint;
  }

  /**
   * Opens both; an address that cannot be had is said and done without.
   *
   * @param inputs where the configuration is read from again when its file has changed
   */
  static Serving open(Settings settings, Hooks hooks, Supplier<Inputs> inputs) {
    InProcessCollector collector =
        InProcessCollector.open(CollectorConfig.of(settings, Console::say));
    collector.complaints().forEach(Console::say);
    collector.overBudget(Console::log);
    VitalSigns vitals = new VitalSigns();
    vitals.take(0, 0, hooks.installed());
    collector.vitals(() -> onScrape(collector, vitals));
    return new Serving(
        collector,
        BudgetFile.open(settings, collector, inputs, Console::log),
        keepingReceipts(settings, collector),
        vitals,
        serve(settings, collector));
  }

  private static Collector keepingReceipts(Settings settings, Collector collector) {
    Optional<String> file = settings.get(Keys.RECEIPTS_FILE);
    return file.isPresent() ? ReceiptFile.open(file.get(), collector, Console::say) : collector;
  }

  // The meters of the JVM cost a tenth of a second and some megabytes: whoever scrapes wants them.
  private static Vitals onScrape(InProcessCollector collector, VitalSigns vitals) {
    collector.hostMeters();
    return vitals.latest();
  }

  private static Optional<Endpoint> serve(Settings settings, InProcessCollector collector) {
    Optional<HostPort> address = settings.require(Keys.METRICS_ADDRESS);
    try {
      if (address.isEmpty()) {
        return Optional.empty();
      }
      Endpoint endpoint = collector.serve(address.get().toSocketAddress());
      sayPort(address.get(), endpoint);
      return Optional.of(endpoint);
    } catch (EndpointException taken) {
      Console.say(String.valueOf(taken.getMessage()));
      return Optional.empty();
    }
  }

  private static void sayPort(HostPort asked, Endpoint endpoint) {
    if (asked.port() == 0) {
      int port = endpoint.address().getPort();
      Console.say("metrics on http://" + asked.host() + ":" + port + "/metrics");
    }
  }

  /** Whether it would talk to anybody. */
  boolean hasLiveFeeds() {
    return books.hasLiveFeeds();
  }

  /**
   * Starts to ask the live feeds, if there are any; without them joules are metered all the same.
   */
  void watchGrid() {
    try {
      books.watchGrid(Console::say).forEach(vitals::watch);
    } catch (RuntimeException | LinkageError failure) {
      Console.say("live grid feeds cannot be asked, their joules wait for a price: " + failure);
    }
  }

  /** Looks whether the configuration file has other budgets now. */
  void watchBudgets() {
    budgets.look();
  }

  Collector collector() {
    return collector;
  }

  VitalSigns vitals() {
    return vitals;
  }

  @Override
  public void close() {
    endpoint.ifPresent(Endpoint::close);
    books.close();
  }
}
