package io.joulebook.agent.power;

import io.joulebook.nvml.Gpu;
import io.joulebook.nvml.NvmlValue;
import java.util.List;
import java.util.function.Function;

/**
 * Whether a GPU's power limit or heat holds it back: now, or, where it counts for how long, since
 * it was asked last. What it will never tell is asked for once.
 */
final class NvmlThrottling {
  private final List<Question> totals =
      List.of(new Question(Gpu::powerViolationNanos), new Question(Gpu::thermalViolationNanos));
  private final Question now = new Question(Gpu::throttled);

  boolean ask(Gpu gpu) {
    boolean throttled = now.ask(gpu) > 0;
    for (Question total : totals) {
      throttled |= total.hasGrown(gpu);
    }
    return throttled;
  }

  private static final class Question {
    private final Function<Gpu, NvmlValue> function;
    private boolean neverTold;
    private long before = Long.MAX_VALUE;

    Question(Function<Gpu, NvmlValue> function) {
      this.function = function;
    }

    /** The value, or -1 if it is not told. */
    long ask(Gpu gpu) {
      if (neverTold) {
        return -1;
      }
      NvmlValue reading = function.apply(gpu);
      if (reading instanceof NvmlValue.Unavailable none) {
        neverTold = NvmlMeter.NEVER.contains(none.why());
        return -1;
      }
      return ((NvmlValue.Value) reading).value();
    }

    boolean hasGrown(Gpu gpu) {
      long told = ask(gpu);
      boolean grown = told > before;
      before = told < 0 ? before : told;
      return grown;
    }
  }
}
