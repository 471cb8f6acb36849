package io.joulebook.collector;

import java.util.function.Supplier;

/**
 * Takes what a meter reports: the receipts of settled calls and the statements of devices.
 *
 * <p>One thread at a time may call {@link #accept}. Neither method throws, waits for a network or
 * logs: an entry that cannot be booked is counted and left out.
 */
public interface Collector {
  /** Books what one settled call cost. */
  void accept(Receipt receipt);

  /** Books what each account of a device received in an interval. */
  void accept(Statement statement);

  /**
   * Names where to ask how the meter itself is doing. The supplier is read whenever metrics are,
   * from another thread than the one that reports; if it throws, health is absent.
   */
  void health(Supplier<AgentHealth> health);
}
