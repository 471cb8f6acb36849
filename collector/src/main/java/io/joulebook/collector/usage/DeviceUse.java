package io.joulebook.collector.usage;

import io.joulebook.collector.Charge;
import io.joulebook.collector.Device;
import io.joulebook.collector.Grams;
import io.joulebook.collector.carbon.Embodied;
import java.util.Optional;

/** What some calls used of one device: energy, and time for the embodied grams. */
final class DeviceUse {
  private final Device device;
  private final Optional<Embodied> embodied;
  private long micros;
  private long occupiedNanos;

  DeviceUse(Device device, Optional<Embodied> embodied) {
    this.device = device;
    this.embodied = embodied;
  }

  void enter(Charge charge) {
    micros = Math.addExact(micros, charge.total().micros());
    occupiedNanos = Math.addExact(occupiedNanos, charge.occupied().toNanos());
  }

  long micros() {
    return micros;
  }

  /** The calls' time on it, with what is stated of making it. */
  Optional<EmbodiedUse> embodied() {
    return embodied.map(made -> new EmbodiedUse(made, device.source(), occupiedNanos));
  }

  SciUse toSci() {
    return new SciUse(
        device, micros, embodied.map(made -> made.of(occupiedNanos)).orElse(Grams.ZERO));
  }
}
