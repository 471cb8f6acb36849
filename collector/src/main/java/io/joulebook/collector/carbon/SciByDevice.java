package io.joulebook.collector.carbon;

import io.joulebook.collector.Account;
import io.joulebook.collector.Device;
import io.joulebook.collector.Grams;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What devices' books add to the Software Carbon Intensity of models, by device: what a device drew
 * while it was idle is borne by the calls that ran on it, and by no others. A device on which no
 * call ran is in no score. Not thread-safe.
 */
public final class SciByDevice {
  private final Map<Device, SciTotals> sums = new HashMap<>();

  /** Adds what an account of a device has received, in microjoules. */
  public void addEnergy(Device device, Account account, long micros) {
    of(device).addEnergy(account, micros);
  }

  /** Adds the embodied grams of a device's time with and without a call in flight. */
  public void addEmbodied(Device device, Grams busy, Grams idle) {
    of(device).addEmbodied(busy, idle);
  }

  private SciTotals of(Device device) {
    return sums.computeIfAbsent(device, d -> new SciTotals());
  }

  /** By how much the figures of calls on a device grow, if any of its energy is of calls. */
  public Optional<Sci> on(Device device) {
    return Optional.ofNullable(sums.get(device)).flatMap(SciTotals::toSci);
  }
}
