package io.joulebook.collector.carbon;

import io.joulebook.collector.Account;
import io.joulebook.collector.Device;
import io.joulebook.collector.Grams;
import io.joulebook.collector.Source;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/**
 * What devices' books add to the Software Carbon Intensity of models, by source: the idle energy of
 * a simulated device is nothing to a measured call. Not thread-safe.
 */
public final class SciBooks {
  private final Map<Source, SciSums> sums = new EnumMap<>(Source.class);

  /** Adds what an account of a device has received, in microjoules. */
  public void addEnergy(Device device, Account account, long micros) {
    of(device).addEnergy(account, micros);
  }

  /** Adds the embodied grams of a device's time with and without a call in flight. */
  public void addEmbodied(Device device, Grams busy, Grams idle) {
    of(device).addEmbodied(busy, idle);
  }

  private SciSums of(Device device) {
    return sums.computeIfAbsent(device.source(), source -> new SciSums());
  }

  /** By how much the figures of calls on devices of a source grow, if any energy is of calls. */
  public Optional<Sci> of(Source source) {
    return Optional.ofNullable(sums.get(source)).flatMap(SciSums::toSci);
  }
}
