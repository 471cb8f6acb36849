package io.joulebook.agent.power;

import io.joulebook.agent.ledger.Edge;
import java.time.Duration;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.function.LongToIntFunction;
import java.util.function.Supplier;

/** A device's performance state, asked for now and then: it costs a call of the driver. */
final class CachedPerformanceState implements LongToIntFunction {
  private static final long GOOD_FOR = Duration.ofMillis(90).toNanos();
  private static final int SLOWEST = 15;

  private final Supplier<OptionalInt> device;
  private OptionalLong askedAt = OptionalLong.empty();
  private int state = Edge.UNKNOWN_STATE;

  CachedPerformanceState(Supplier<OptionalInt> device) {
    this.device = device;
  }

  @Override
  public int applyAsInt(long now) {
    if (askedAt.isEmpty() || now - askedAt.getAsLong() >= GOOD_FOR) {
      askedAt = OptionalLong.of(now);
      int answer = device.get().orElse(Edge.UNKNOWN_STATE);
      state = answer < 0 || answer > SLOWEST ? Edge.UNKNOWN_STATE : answer;
    }
    return state;
  }
}
