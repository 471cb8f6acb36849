package io.joulebook.benchmarks.device;

import io.joulebook.nvml.fake.FakeGpu;
import io.joulebook.nvml.fake.FakeMachine;
import java.time.Duration;

/** A check of a fake card, in virtual time: its clock stands still between readings. */
final class FakeCard {
  static final long BASE_MILLIWATTS = 110_000;
  static final long LOAD_MILLIWATTS = 250_000;
  static final long PROCESS = 987_654_321;
  static final Duration LAG = Duration.ofMillis(60);

  private static final Duration SAMPLE_AGE = Duration.ofMillis(300);
  private static final long IDLE = 1;
  private static final long POWER_CAP = 4;
  private static final long START = Duration.ofHours(1).toNanos();

  private final FakeMachine machine;
  private final FakeGpu gpu;

  /** Of the first GPU of a machine, whose counter trails by {@link #LAG}. */
  FakeCard(FakeMachine machine) {
    this.machine = machine.stopClock();
    gpu = machine.gpu(0);
    gpu.lag(LAG).phase(Duration.ofNanos(machine.now())).power(BASE_MILLIWATTS / 2);
    gpu.eventReasons(IDLE).utilization(0);
    machine.advance(Duration.ofNanos(START));
  }

  Report report(long seconds) {
    return report(seconds, new Work());
  }

  /** The same with another load. */
  Report report(long seconds, Load load) {
    DeviceRun.Card card = new DeviceRun.Card(machine.library().toString(), gpu.uuid(), true);
    return DeviceRun.measure(card, load, new Time(), seconds);
  }

  /** The machine's clock. */
  private final class Time implements Pace {
    @Override
    public long now() {
      return machine.now();
    }

    @Override
    public void until(long time) {
      machine.advance(Duration.ofNanos(Math.max(0, time - machine.now())));
    }

    @Override
    public long wallMicros() {
      return machine.now() / 1_000;
    }
  }

  /** What a real load does to a card. */
  private final class Work implements Load {
    @Override
    public void open() {
      gpu.power(BASE_MILLIWATTS);
      gpu.process(PROCESS, SAMPLE_AGE);
    }

    @Override
    public void begin(long nanos) {
      gpu.power(BASE_MILLIWATTS + LOAD_MILLIWATTS);
      gpu.eventReasons(POWER_CAP).utilization(100);
    }

    @Override
    public void await() {
      gpu.power(BASE_MILLIWATTS);
      gpu.eventReasons(IDLE).utilization(0);
    }

    @Override
    public void close() {
      gpu.power(BASE_MILLIWATTS / 2);
    }
  }
}
