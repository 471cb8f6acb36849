package io.joulebook.agent.power;

import io.joulebook.agent.ledger.Edge;
import java.time.Duration;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** How a device is, asked for now and then: each answer costs a call of the driver. */
final class CachedCondition implements DeviceCondition {
  private static final long GOOD_FOR = Duration.ofMillis(90).toNanos();
  private static final long THROTTLED_GOOD_FOR = Duration.ofMillis(15).toNanos();
  private static final int SLOWEST = 15;

  private final Supplier<OptionalInt> state;
  private final BooleanSupplier throttled;
  private OptionalLong stateAskedAt = OptionalLong.empty();
  private OptionalLong throttledAskedAt = OptionalLong.empty();
  private int knownState = Edge.UNKNOWN_STATE;
  private boolean knownThrottled;

  CachedCondition(Supplier<OptionalInt> state, BooleanSupplier throttled) {
    this.state = state;
    this.throttled = throttled;
  }

  @Override
  public int performanceState(long now) {
    if (isOld(stateAskedAt, now, GOOD_FOR)) {
      stateAskedAt = OptionalLong.of(now);
      int answer = state.get().orElse(Edge.UNKNOWN_STATE);
      knownState = answer < 0 || answer > SLOWEST ? Edge.UNKNOWN_STATE : answer;
    }
    return knownState;
  }

  @Override
  public boolean isThrottled(long now) {
    if (isOld(throttledAskedAt, now, THROTTLED_GOOD_FOR)) {
      throttledAskedAt = OptionalLong.of(now);
      knownThrottled = throttled.getAsBoolean();
    }
    return knownThrottled;
  }

  private static boolean isOld(OptionalLong askedAt, long now, long goodFor) {
    return askedAt.isEmpty() || now - askedAt.getAsLong() >= goodFor;
  }
}
