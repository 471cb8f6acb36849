package io.joulebook.collector.metrics;

import io.joulebook.collector.Receipt;
import io.joulebook.collector.RuleStatus;
import io.joulebook.collector.Statement;
import io.joulebook.collector.budget.Budget;
import io.joulebook.collector.carbon.Footprint;
import io.joulebook.collector.carbon.Pricing;
import io.joulebook.collector.carbon.UnpricedEnergy;
import io.joulebook.collector.grid.Decision;
import io.joulebook.collector.grid.IntensityRecord;
import io.joulebook.collector.grid.IntensityResult.Price;
import io.joulebook.collector.usage.EntryCheck;
import io.joulebook.collector.usage.Refusal;
import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.MetricFamilyDescriptor;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * The series behind the catalogue. Entering and scraping take turns on one lock, so that each
 * scrape shows the books between two entries: the accounts of a device add up to what was measured,
 * and the energy of a model's calls to the sum of its histogram, to the microjoule.
 *
 * <p>Safe for one thread that enters and any number that scrape.
 */
public final class Registry {
  private final Object lock = new Object();
  private final PrometheusRegistry prometheus = new PrometheusRegistry();
  private final String version;
  private final Pricing pricing;
  private final InstantSource clock;
  private final AllCallMetrics calls;
  private final AllDeviceMetrics devices;
  private final AllBudgetMetrics budgets;
  private final RefusalMetrics refused = new RefusalMetrics();
  private final StatusMetrics status = new StatusMetrics();
  private volatile Consumer<String> overBudget = line -> {};

  /**
   * A registry with empty books.
   *
   * @param version the build, for {@code joulebook_build_info}
   * @param maxModels how many models get series of their own
   * @param footprint what is counted beside the electricity of use
   * @param clock tells for when to show the grid's intensity, and the day of budgets per day;
   *     prices nothing
   */
  public Registry(
      String version, int maxModels, Pricing pricing, Footprint footprint, InstantSource clock) {
    this.version = version;
    this.pricing = pricing;
    this.clock = clock;
    calls = new AllCallMetrics(maxModels, pricing, footprint);
    devices = new AllDeviceMetrics(pricing, footprint);
    budgets = new AllBudgetMetrics(pricing);
    prometheus.register(new AllSeries());
  }

  /** Enters a receipt. Never throws: one that cannot be entered is counted. */
  public void enter(Receipt receipt) {
    List<String> lines = new ArrayList<>(0);
    enter(
        "receipt",
        receipt,
        EntryCheck::of,
        sound -> {
          calls.enter(sound);
          lines.addAll(verdicts(sound));
        });
    say(lines);
  }

  // Budgets fail alone: the call is booked.
  private List<String> verdicts(Receipt receipt) {
    try {
      return budgets.enter(receipt, clock.instant());
    } catch (RuntimeException e) {
      refused.count("verdict", Refusal.FAILED);
      return List.of();
    }
  }

  // Outside the lock: a scrape does not wait for a log, and a log that fails is another's.
  private void say(List<String> lines) {
    try {
      lines.forEach(overBudget);
    } catch (RuntimeException e) {
      return;
    }
  }

  /** Names where to write the lines about calls over their budget. */
  public void overBudget(Consumer<String> log) {
    overBudget = log;
  }

  /** Puts budgets in force; those of a name that was in force before go on counting. */
  public void budgets(List<Budget> inForce) {
    synchronized (lock) {
      budgets.configure(inForce);
    }
  }

  /** The budgets in force, and whether each has watched any call. */
  public List<RuleStatus> budgetStatus() {
    synchronized (lock) {
      return budgets.status();
    }
  }

  /** Notes whether the configuration's budgets could be used when they were last read. */
  public void budgetsRead(boolean successfully) {
    synchronized (lock) {
      budgets.read(successfully);
    }
  }

  /** Enters a statement. Never throws: one that cannot be entered is counted. */
  public void enter(Statement statement) {
    enter(
        "statement",
        statement,
        EntryCheck::of,
        sound -> {
          devices.enter(sound);
          budgets.met(sound.device().source());
        });
  }

  private <E> void enter(
      String kind, E entry, Function<E, Optional<Refusal>> check, Consumer<E> book) {
    synchronized (lock) {
      try {
        check
            .apply(entry)
            .ifPresentOrElse(why -> refused.count(kind, why), () -> book.accept(entry));
      } catch (RuntimeException e) {
        refused.count(kind, Refusal.FAILED);
      }
    }
  }

  /** Takes what has become known of intensities, in the order in which it did. */
  public void learn(List<IntensityRecord> records) {
    synchronized (lock) {
      pricing.learn(records);
    }
  }

  /** Takes over a decision about a price that an earlier run has taken. */
  public void adopt(Decision decision) {
    synchronized (lock) {
      pricing.adopt(decision);
    }
  }

  /** All energy that waits for its price, to be left to a later run. */
  public List<UnpricedEnergy> waiting() {
    synchronized (lock) {
      return pricing.waiting();
    }
  }

  /** Takes energy that an earlier run has measured and not priced: it is in its grams alone. */
  public void carryOver(List<UnpricedEnergy> waited) {
    synchronized (lock) {
      for (UnpricedEnergy each : waited) {
        try {
          new UnpricedCarryOver(each).enter(calls, devices);
        } catch (RuntimeException unknown) {
          refused.count("statement", Refusal.FAILED);
        }
      }
    }
  }

  /**
   * Prices the energy that has waited and can be priced by now.
   *
   * @return the decisions that were taken, to be kept
   */
  public List<Decision> settle(Instant now) {
    synchronized (lock) {
      return pricing.settle(now);
    }
  }

  /** How everything else is doing, which a scrape asks for. */
  public StatusMetrics status() {
    return status;
  }

  /** What of these series is shown, and how. */
  public Exposition exposition() {
    return new Exposition(prometheus);
  }

  /** The values that a host's own registry of meters shows, as a scrape at this moment has them. */
  public List<Sample> samples() {
    return everything().samples(HostMetrics::show);
  }

  private SnapshotBuilder everything() {
    SnapshotBuilder snapshots = new SnapshotBuilder();
    snapshots.put(Catalogue.BUILD_INFO, Catalogue.BUILD_INFO.label(version), 1);
    status.writeTo(snapshots);
    synchronized (lock) {
      writePrices(snapshots);
      devices.writeTo(snapshots);
      calls.writeTo(snapshots, devices.sci());
      budgets.writeTo(snapshots, clock.instant());
      refused.writeTo(snapshots);
    }
    return snapshots;
  }

  private void writePrices(SnapshotBuilder snapshots) {
    String origin = pricing.isPueConfigured() ? "configured" : "assumed";
    snapshots.put(
        CarbonCatalogue.PUE, CarbonCatalogue.PUE.label(origin), pricing.pue().thousandths());
    if (pricing.provisional(clock.instant()) instanceof Price price) {
      snapshots.put(
          CarbonCatalogue.GRID_INTENSITY,
          CarbonCatalogue.GRID_INTENSITY.label(
              price.zone(),
              price.feed(),
              price.method().signal().label(),
              price.method().basis().label(),
              price.tier().label()),
          price.intensity().milligramsPerKwh());
    }
  }

  /** All series at once, as the client's registry asks for them. */
  private final class AllSeries implements MultiCollector {
    @Override
    public MetricSnapshots collect() {
      return everything().toSnapshots();
    }

    @Override
    public List<MetricFamilyDescriptor> getMetricFamilyDescriptors() {
      return Catalogue.all().stream().map(Metric::descriptor).toList();
    }
  }
}
