package io.joulebook.agent.power;

import io.joulebook.collector.DeviceState;
import io.joulebook.nvml.Gpu;
import io.joulebook.nvml.NvmlValue;
import java.util.OptionalInt;
import java.util.function.Function;

/** What one GPU tells beside its energy. */
final class NvmlState {
  private static final int FULL_PERCENT = 100;

  /** No die is as hot or as cold as that, and no clock as fast. */
  private static final int HOTTEST = 200;

  private static final int COLDEST = -100;
  private static final int FASTEST_MEGAHERTZ = 100_000;

  private final Question index = new Question(Gpu::index, 0, Integer.MAX_VALUE);
  private final Question utilization = new Question(Gpu::utilizationPercent, 0, FULL_PERCENT);
  private final Question temperature = new Question(Gpu::temperatureCelsius, COLDEST, HOTTEST);
  private final Question smClock = new Question(Gpu::smClockMegahertz, 0, FASTEST_MEGAHERTZ);
  private final Question memoryClock =
      new Question(Gpu::memoryClockMegahertz, 0, FASTEST_MEGAHERTZ);

  OptionalInt index(Gpu gpu) {
    return index.ask(gpu);
  }

  DeviceState ask(Gpu gpu) {
    return new DeviceState(
        gpu.uuid(),
        utilization.ask(gpu),
        temperature.ask(gpu),
        smClock.ask(gpu),
        memoryClock.ask(gpu));
  }

  /** One question. That it is not supported is final; another error may pass. */
  private static final class Question {
    private final Function<Gpu, NvmlValue> driver;
    private final int least;
    private final int most;
    private boolean never;

    Question(Function<Gpu, NvmlValue> driver, int least, int most) {
      this.driver = driver;
      this.least = least;
      this.most = most;
    }

    OptionalInt ask(Gpu gpu) {
      if (never) {
        return OptionalInt.empty();
      }
      NvmlValue reading = driver.apply(gpu);
      if (reading instanceof NvmlValue.Value told) {
        boolean possible = told.value() >= least && told.value() <= most;
        return possible ? OptionalInt.of((int) told.value()) : OptionalInt.empty();
      }
      never = NvmlMeter.NEVER.contains(((NvmlValue.Unavailable) reading).why());
      return OptionalInt.empty();
    }
  }
}
