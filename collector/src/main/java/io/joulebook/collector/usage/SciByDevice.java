package io.joulebook.collector.usage;

import io.joulebook.collector.Account;
import io.joulebook.collector.Device;
import io.joulebook.collector.Grams;
import io.joulebook.collector.Source;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Function;

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

  /**
   * {@code (E x I) + M} of calls, in grams: their own use of each device, with its part of what is
   * no call's. The specification prices energy where and when it was used, so the energy of each
   * source has the mean intensity of its own.
   *
   * @param uses what the calls used of each device
   * @param gramsPerMicro grams of CO2e for a microjoule that these calls used by a source; empty if
   *     none of it has a price
   * @return empty if a price is missing, or the books of a device
   */
  public OptionalDouble grams(
      Collection<SciUse> uses, Function<Source, OptionalDouble> gramsPerMicro) {
    double all = 0;
    for (SciUse use : uses) {
      Optional<Sci> device = on(use.device());
      OptionalDouble price = gramsPerMicro.apply(use.device().source());
      if (device.isEmpty() || price.isEmpty()) {
        return OptionalDouble.empty();
      }
      all += device.get().grams(use.micros() * price.getAsDouble(), use.embodied().toDouble());
    }
    return OptionalDouble.of(all);
  }

  private Optional<Sci> on(Device device) {
    return Optional.ofNullable(sums.get(device)).flatMap(SciTotals::toSci);
  }
}
