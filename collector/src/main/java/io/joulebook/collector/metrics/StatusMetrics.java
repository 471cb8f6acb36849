package io.joulebook.collector.metrics;

import io.joulebook.collector.AgentHealth;
import io.joulebook.collector.DeviceInfo;
import io.joulebook.collector.DeviceState;
import io.joulebook.collector.ReceiptLogStatus;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * How the meter, the devices, the feeds and the file of receipts are doing: series that are in no
 * books, for each scrape asks anew. Safe for use by several threads.
 */
public final class StatusMetrics {
  private volatile List<DeviceInfo> devicesKnown = List.of();
  private volatile String runbooks = "";
  private volatile Supplier<Optional<AgentHealth>> health = Optional::empty;
  private volatile Supplier<Optional<List<DeviceState>>> deviceStates = Optional::empty;
  private volatile Supplier<Optional<GridStatus>> grid = Optional::empty;
  private volatile Supplier<Optional<ReceiptLogStatus>> receiptLog = Optional::empty;

  StatusMetrics() {}

  /** Says what the devices are, all of them; the last word holds. */
  public void describe(List<DeviceInfo> devices) {
    devicesKnown = List.copyOf(devices);
  }

  /** Names the page with the runbooks; empty for the endpoint's own. */
  public void runbooks(String url) {
    runbooks = url;
  }

  /**
   * Names where to ask, at each scrape, how the feeds are doing and the history of what they say.
   */
  public void grid(Supplier<GridStatus> supplier) {
    grid = () -> ask(supplier);
  }

  /** Names where to ask, at each scrape, how the file of receipts is doing. */
  public void receiptLog(Supplier<ReceiptLogStatus> supplier) {
    receiptLog = () -> ask(supplier);
  }

  /** Names where to ask, at each scrape, how the devices do beside their energy. */
  public void deviceStates(Supplier<List<DeviceState>> supplier) {
    deviceStates = () -> ask(supplier);
  }

  /** Names where to ask, at each scrape, how the meter is doing. */
  public void health(Supplier<AgentHealth> supplier) {
    health = () -> ask(supplier);
  }

  /** The supplier is another's code: if it fails, its metrics are absent and ours are not. */
  private static <T> Optional<T> ask(Supplier<T> supplier) {
    try {
      return Optional.of(supplier.get());
    } catch (RuntimeException e) {
      return Optional.empty();
    }
  }

  void writeTo(SnapshotBuilder snapshots) {
    snapshots.put(Catalogue.RUNBOOKS_INFO, Catalogue.RUNBOOKS_INFO.label(runbooks), 1);
    devicesKnown.forEach(known -> DeviceStateMetrics.write(known, snapshots));
    deviceStates
        .get()
        .ifPresent(all -> all.forEach(state -> DeviceStateMetrics.write(state, snapshots)));
    grid.get().ifPresent(found -> GridMetrics.write(found, snapshots));
    health.get().ifPresent(found -> AgentHealthMetrics.write(found, snapshots));
    receiptLog.get().ifPresent(found -> AgentHealthMetrics.write(found, snapshots));
  }
}
