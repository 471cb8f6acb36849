package io.joulebook.collector.server;

import io.joulebook.collector.Collector;
import io.joulebook.collector.Receipt;
import io.joulebook.collector.Statement;
import io.joulebook.collector.Vitals;
import io.joulebook.collector.carbon.Pricing;
import io.joulebook.collector.grid.Ladder;
import io.joulebook.collector.metrics.Registry;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.time.InstantSource;
import java.util.function.Supplier;

/** A collector in the process that it meters: prices what it is told, and serves it as metrics. */
public final class InProcessCollector implements Collector {
  private final Registry registry;

  private InProcessCollector(Registry registry) {
    this.registry = registry;
  }

  /** A collector with empty books. Starts no thread and opens nothing. */
  public static InProcessCollector open(CollectorSettings settings) {
    return open(settings, Clock.systemUTC());
  }

  static InProcessCollector open(CollectorSettings settings, InstantSource clock) {
    Ladder ladder = GridPlan.timeless(settings.ladder(), settings.zone(), settings.intensity());
    Pricing pricing = new Pricing(ladder, settings.pue());
    return new InProcessCollector(
        new Registry(
            settings.version(), settings.histograms(), settings.maxModels(), pricing, clock));
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
  public void vitals(Supplier<Vitals> vitals) {
    registry.vitals(vitals);
  }

  /**
   * Adds meters of the JVM and its process to the metrics: memory, threads, classes, CPU, uptime.
   * Loads {@code java.management}, so an agent calls it late. Starts no thread.
   *
   * @return whether they were added; false if this JVM lacks what they need
   */
  public boolean hostMeters() {
    return registry.hostMeters();
  }

  /**
   * Serves {@code /metrics} and {@code /-/healthy} on exactly that address, from one daemon thread,
   * until the endpoint is closed.
   *
   * @param address where to listen; port 0 takes any free port
   * @throws EndpointException if the address cannot be had; the message says what to do
   */
  public Endpoint serve(InetSocketAddress address) throws EndpointException {
    return Endpoint.open(address, new MetricsSite(registry.exposition()));
  }
}
