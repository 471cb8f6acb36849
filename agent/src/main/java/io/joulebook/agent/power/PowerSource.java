package io.joulebook.agent.power;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Where meters come from. Only the meter's thread asks; an answer may take as long as a driver
 * takes, or for ever.
 */
public interface PowerSource {
  /** Looks for devices; to be asked again until it is settled, and now and then after that. */
  Discovery look();

  /**
   * When its driver last answered one of the questions of which a look consists, by {@link
   * System#nanoTime}; empty if it was not asked yet. For any thread.
   */
  default OptionalLong answeredAt() {
    return OptionalLong.empty();
  }

  /**
   * What a source has found.
   *
   * @param meters all its meters, GPUs in CUDA's order; the same objects as before for devices that
   *     were known
   * @param cudaOrder whether CUDA's ordinals tell which meter is which
   * @param problem why there are not more, in one line; empty if nothing is amiss
   * @param settled whether nothing will change by asking again soon
   */
  record Discovery(
      List<Meter> meters, boolean cudaOrder, Optional<String> problem, boolean settled) {
    public Discovery {
      meters = List.copyOf(meters);
    }
  }
}
