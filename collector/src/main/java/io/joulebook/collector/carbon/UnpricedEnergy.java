package io.joulebook.collector.carbon;

import java.time.Instant;
import java.util.Map;

/**
 * Energy that waits for its price.
 *
 * @param bucket begin of the five minutes in which it was used
 * @param micros how much, in microjoules
 * @param owner whose it is, as the sink says
 */
public record UnpricedEnergy(Instant bucket, long micros, Map<String, String> owner) {
  public UnpricedEnergy {
    owner = Map.copyOf(owner);
  }
}
