package io.joulebook.nvml.fake;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * One GPU of a fake machine, driven by a test: its true power, its sensors, its faults.
 *
 * <p>Thread-safe, and safe between processes. Times are the machine's clock, which is {@link
 * System#nanoTime} unless it was stopped.
 */
public final class FakeGpu {
  private static final long MILLIONTHS = 1_000_000;

  private final StateFile state;
  private final int at;
  private final LongSupplier clock;
  private final PowerHistory history;

  FakeGpu(StateFile state, int index, LongSupplier clock) {
    this.state = state;
    this.at = StateFile.gpu(index);
    this.clock = clock;
    this.history = new PowerHistory(state, at, clock);
  }

  void begin(GpuModel model, int index) {
    state.putText(
        at + StateFile.GPU_UUID,
        "GPU-4a6f75%02x-6562-6f6f-6b00-%012x".formatted(0x6c + index, index + 1));
    state.putText(at + StateFile.PCI_BUS_ID, "00000000:%02X:00.0".formatted(0x3b + index));
    state.putText(at + StateFile.GPU_NAME, model.productName());
    state.putInt(at + StateFile.POWER_LIMIT, model.powerLimitMilliwatts());
    state.putLong(at + StateFile.PERIOD, model.period().toNanos());
    state.putLong(at + StateFile.USAGE_WINDOW, model.usageWindow().toNanos());
    state.putLong(at + StateFile.STUCK_SINCE, Long.MAX_VALUE);
    state.putInt(at + StateFile.FIELD_TYPE, 1);
    temperature(34);
    clocks(model.smMegahertz(), model.memoryMegahertz());
    state.putLong(at + StateFile.GAIN, MILLIONTHS);
    model.refused().forEach(call -> answer(call, 3));
    history.begin(model.bornWithMicrojoules(), model.idleMilliwatts());
  }

  /** Stands from now on for an instance of another GPU; to be told before anyone asks. */
  void becomeInstance(String uuid, int gpu, int index) {
    state.putText(at + StateFile.GPU_UUID, uuid);
    state.putInt(at + StateFile.PARENT, gpu + 1);
    state.putInt(at + StateFile.INDEX_IN_PARENT, index);
  }

  /** Tells another UUID from now on. */
  public void tellUuid(String uuid) {
    state.putText(at + StateFile.GPU_UUID, uuid);
  }

  public String uuid() {
    return state.getText(at + StateFile.GPU_UUID);
  }

  public String name() {
    return state.getText(at + StateFile.GPU_NAME);
  }

  public String pciBusId() {
    return state.getText(at + StateFile.PCI_BUS_ID);
  }

  // ---- the truth ----

  /**
   * From now on the GPU draws this. At most 262 144 changes are remembered.
   *
   * @return the time of the change
   */
  public long power(long milliwatts) {
    return history.change(before -> milliwatts);
  }

  /**
   * From now on the GPU draws this much more than before.
   *
   * @return the time of the change
   */
  public long addPower(long milliwatts) {
    return history.change(before -> Math.addExact(before, milliwatts));
  }

  public long powerMilliwatts() {
    return history.milliwatts();
  }

  /** The energy really used up to a time, since long before the machine was made; rounded down. */
  public long trueEnergyMicrojoules(long nanoTime) {
    return history.microjoules(nanoTime);
  }

  public long trueEnergyMicrojoulesNow() {
    return history.microjoules(clock.getAsLong());
  }

  // ---- the sensors ----

  /** How often the counter and the power readings change; zero for at every read. */
  public FakeGpu period(Duration period) {
    state.putLong(at + StateFile.PERIOD, period.toNanos());
    return this;
  }

  /** How late readings show what happened. */
  public FakeGpu lag(Duration lag) {
    state.putLong(at + StateFile.LAG, lag.toNanos());
    return this;
  }

  /** Ticks fall on this time plus whole periods. */
  public FakeGpu phase(Duration phase) {
    state.putLong(at + StateFile.PHASE, phase.toNanos());
    return this;
  }

  /** Instant power is the mean over this long before the tick; zero for the power at the tick. */
  public FakeGpu window(Duration window) {
    state.putLong(at + StateFile.WINDOW, window.toNanos());
    return this;
  }

  /**
   * Each tick comes late by an amount of its own, up to this and always less than the period. See
   * {@link Ticks}.
   */
  public FakeGpu jitter(Duration jitter) {
    state.putLong(at + StateFile.JITTER, jitter.toNanos());
    return this;
  }

  /** The counter shows this multiple of what it has taken in, to the millionth; default 1. */
  public FakeGpu gain(double gain) {
    state.putLong(at + StateFile.GAIN, Math.round(gain * MILLIONTHS));
    return this;
  }

  /**
   * From now on the counter adds at each tick the mean power of this long before the tick, times
   * the period, as a sensor does that looks 25 of every 100 ms; zero for all energy, the default.
   *
   * <p>Period, phase and jitter are to be set before, and kept. Between two readings at most 262
   * 144 changes of power may lie.
   */
  public FakeGpu energyWindow(Duration window) {
    history.whileNothingHappens(
        () -> {
          state.putLong(at + StateFile.ENERGY_WINDOW, window.toNanos());
          state.putLong(at + StateFile.WINDOWED_SINCE, clock.getAsLong());
          state.putLong(at + StateFile.COUNTED_UNTIL, 0);
        });
    return this;
  }

  public FakeGpu powerLimit(int milliwatts) {
    state.putInt(at + StateFile.POWER_LIMIT, milliwatts);
    return this;
  }

  public FakeGpu performanceState(int performanceState) {
    state.putInt(at + StateFile.PERFORMANCE_STATE, performanceState);
    return this;
  }

  /** The share of the last sample period in which a kernel ran, in percent. */
  public FakeGpu utilization(int percent) {
    state.putInt(at + StateFile.UTILIZATION, percent);
    return this;
  }

  /** One process uses it, whose utilisation is told that of the GPU, so long after its time. */
  public FakeGpu process(long pid, Duration age) {
    state.putInt(at + StateFile.PROCESS, (int) pid);
    state.putLong(at + StateFile.SAMPLE_AGE, age.toNanos());
    return this;
  }

  /** Why its clocks are not at their highest, as bits of {@code nvmlClocksEventReasons}. */
  public FakeGpu eventReasons(long bits) {
    state.putLong(at + StateFile.EVENT_REASONS, bits);
    return this;
  }

  /** For how long its power limit has held its clocks down. */
  public FakeGpu powerViolation(Duration total) {
    state.putLong(at + StateFile.POWER_VIOLATION, total.toNanos());
    return this;
  }

  /** The same of heat. */
  public FakeGpu thermalViolation(Duration total) {
    state.putLong(at + StateFile.THERMAL_VIOLATION, total.toNanos());
    return this;
  }

  public FakeGpu temperature(int celsius) {
    state.putInt(at + StateFile.TEMPERATURE, celsius);
    return this;
  }

  public FakeGpu clocks(int smMegahertz, int memoryMegahertz) {
    state.putInt(at + StateFile.SM_CLOCK, smMegahertz);
    state.putInt(at + StateFile.MEMORY_CLOCK, memoryMegahertz);
    return this;
  }

  /** The {@code nvmlValueType_t} with which the power fields come. */
  public FakeGpu fieldType(int valueType) {
    state.putInt(at + StateFile.FIELD_TYPE, valueType);
    return this;
  }

  // ---- the faults ----

  /** The call gives this code on this GPU until told otherwise; 0 mends it. */
  public void answer(FakeCall call, int code) {
    state.putInt(StateFile.answer(functions(), call), code);
  }

  /** The call blocks on this GPU until {@link #resume}. */
  public void hang(FakeCall call) {
    state.putInt(StateFile.hang(functions(), call), 1);
  }

  public void resume(FakeCall call) {
    state.putInt(StateFile.hang(functions(), call), 0);
  }

  /** The sensors show this moment until {@link #unstick}. */
  public void stick() {
    state.putLong(at + StateFile.STUCK_SINCE, clock.getAsLong());
  }

  public void unstick() {
    state.putLong(at + StateFile.STUCK_SINCE, Long.MAX_VALUE);
  }

  /** Moves the counter, and all its later values, up or down. */
  public void shiftCounter(long millijoules) {
    state.addLong(at + StateFile.COUNTER_OFFSET, millijoules);
  }

  /** Starts a counter that takes in all energy again from zero. */
  public void resetCounter() {
    long micros = trueEnergyMicrojoulesNow();
    long gain = state.getLong(at + StateFile.GAIN);
    long millionths = micros / 1000 * gain + micros % 1000 * gain / 1000;
    state.putLong(at + StateFile.COUNTER_OFFSET, -(millionths / MILLIONTHS));
  }

  /** The counter shows this until {@link #noGarbage}. */
  public void garbageEnergy(long millijoules) {
    state.putLong(at + StateFile.GARBAGE_ENERGY, millijoules);
    state.putInt(at + StateFile.HAS_GARBAGE_ENERGY, 1);
  }

  /** Every power reading shows this until {@link #noGarbage}. */
  public void garbagePower(int milliwatts) {
    state.putLong(at + StateFile.GARBAGE_POWER, milliwatts);
    state.putInt(at + StateFile.HAS_GARBAGE_POWER, 1);
  }

  public void noGarbage() {
    state.putInt(at + StateFile.HAS_GARBAGE_ENERGY, 0);
    state.putInt(at + StateFile.HAS_GARBAGE_POWER, 0);
  }

  /** Falls off the bus: every call on it gives GPU_IS_LOST. */
  public void lose() {
    state.putInt(at + StateFile.LOST, 15);
  }

  /** Is back, its counter at zero; handles from before are stale, and using one is counted. */
  public void comeBack() {
    state.putInt(at + StateFile.GENERATION, state.getInt(at + StateFile.GENERATION) + 1);
    resetCounter();
    state.putInt(at + StateFile.LOST, 0);
  }

  /** From now on its UUID is another, as if another card were in its place. */
  public void rename(String uuid) {
    state.putText(at + StateFile.GPU_UUID, uuid);
  }

  /** From now on who asks for it by UUID gets the handle of another. */
  public void mistakeFor(int index) {
    state.putInt(at + StateFile.MISTAKEN_FOR, index + 1);
  }

  /** How often the call was made on this GPU, by any process. */
  public long calls(FakeCall call) {
    return state.getLong(StateFile.calls(functions(), call));
  }

  /** How often a handle to this GPU was asked for. */
  public long attachments() {
    return calls(FakeCall.HANDLE_BY_INDEX) + calls(FakeCall.HANDLE_BY_UUID);
  }

  private int functions() {
    return at + StateFile.GPU_FUNCTIONS;
  }
}
