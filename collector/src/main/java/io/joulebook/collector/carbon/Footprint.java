package io.joulebook.collector.carbon;

import io.joulebook.collector.Device;
import java.util.List;
import java.util.Optional;

/**
 * What is counted beside the electricity of use; nothing of it unless it is stated.
 *
 * @param embodied what making devices emitted; the first that matches a device holds
 * @param training what training models emitted; the first that matches a model holds
 * @param wue the site's water
 */
public record Footprint(List<Embodied> embodied, List<Training> training, Optional<Wue> wue) {
  /** Nothing stated. */
  public static final Footprint NONE = new Footprint(List.of(), List.of(), Optional.empty());

  public Footprint {
    embodied = List.copyOf(embodied);
    training = List.copyOf(training);
  }

  /** What making this device emitted. */
  public Optional<Embodied> embodiedOf(Device device) {
    return embodied.stream().filter(each -> each.device().matches(device.id())).findFirst();
  }

  /** What training this model emitted. */
  public Optional<Training> trainingOf(String model) {
    return training.stream().filter(each -> each.model().matches(model)).findFirst();
  }
}
