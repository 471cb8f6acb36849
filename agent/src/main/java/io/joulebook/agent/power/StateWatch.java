package io.joulebook.agent.power;

import io.joulebook.collector.DeviceState;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * When which device is to be asked how it does beside its energy, and what each told last. The
 * meter's thread asks; any thread may read {@link #latest}.
 */
final class StateWatch {
  private static final long PAUSE = Duration.ofSeconds(10).toNanos();
  private static final long GOOD_FOR = Duration.ofSeconds(30).toNanos();

  private final Map<String, Long> askedAt = new HashMap<>();
  private final Map<String, Told> told = new ConcurrentHashMap<>();

  private record Told(DeviceState state, long askedAt) {}

  /**
   * The next device that is to be asked. It counts as asked. One at a time, so that readings of
   * energy do not wait for long.
   */
  Optional<Meter> due(List<Meter> meters, long now) {
    for (Meter meter : meters) {
      Long asked = askedAt.get(meter.device().id());
      if (asked == null || now - asked >= PAUSE) {
        askedAt.put(meter.device().id(), now);
        return Optional.of(meter);
      }
    }
    return Optional.empty();
  }

  /**
   * Takes an answer.
   *
   * @param asked when it was asked for: a driver that hung may give what it read long ago
   */
  void take(Meter meter, long asked, Optional<DeviceState> answer) {
    String device = meter.device().id();
    if (answer.isPresent()) {
      told.put(device, new Told(answer.get(), asked));
    } else {
      told.remove(device);
    }
  }

  /** The states that are not too old. */
  List<DeviceState> latest(long now) {
    return told.values().stream()
        .filter(each -> now - each.askedAt() <= GOOD_FOR)
        .map(Told::state)
        .toList();
  }
}
