package io.joulebook.agent.power;

import io.joulebook.collector.Component;
import io.joulebook.collector.Device;
import io.joulebook.collector.DeviceState;
import io.joulebook.collector.Source;
import io.joulebook.nvml.Capability;
import io.joulebook.nvml.Gpu;
import io.joulebook.nvml.Nvml;
import io.joulebook.nvml.NvmlException;
import io.joulebook.nvml.NvmlReturn;
import io.joulebook.nvml.NvmlValue;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;

/** One GPU through NVML: its energy counter, or its instant power where it has none. */
final class NvmlMeter implements Meter {
  private static final long RETRY_NANOS = Duration.ofSeconds(1).toNanos();
  private static final Set<NvmlReturn> LOST =
      Set.of(
          NvmlReturn.Code.GPU_IS_LOST,
          NvmlReturn.Code.RESET_REQUIRED,
          NvmlReturn.Code.UNINITIALIZED);

  private static final String REPLACED = "replaced";

  /** What a driver answers that will never tell. */
  static final Set<NvmlReturn> NEVER =
      Set.of(NvmlReturn.Code.NOT_SUPPORTED, NvmlReturn.Code.FUNCTION_NOT_FOUND);

  /** A GPU that has not answered for so long may need a new session. */
  private static final long FAILING_NANOS = Duration.ofSeconds(5).toNanos();

  private final String uuid;
  private Nvml nvml;
  private boolean counter;
  private volatile Device device;
  private volatile OptionalLong limit;
  private long limitAt = System.nanoTime() - RETRY_NANOS;
  private volatile Optional<String> driver;
  private volatile OptionalInt index;
  private volatile Optional<String> pciBusId;
  private NvmlState state = new NvmlState();
  private Gpu gpu;
  private long answeredAt;
  private long askedAt;
  private boolean failed;
  private long retryAt;
  private boolean lost;
  private String lostBy = "";
  private boolean tellsNoState;
  private NvmlThrottling throttling = new NvmlThrottling();

  NvmlMeter(Nvml nvml, Gpu gpu) {
    this.nvml = nvml;
    this.gpu = gpu;
    uuid = gpu.uuid();
    counter = hasCounter(gpu);
    device = deviceOf(counter);
    limit = limit(gpu);
    driver = driverOf(nvml);
    index = state.index(gpu);
    pciBusId = gpu.pciBusId();
  }

  private static Optional<String> driverOf(Nvml nvml) {
    try {
      return Optional.of(nvml.driverVersion());
    } catch (NvmlException untold) {
      return Optional.empty();
    }
  }

  private Device deviceOf(boolean hasCounter) {
    return new Device(uuid, Component.GPU, hasCounter ? Source.NVML : Source.NVML_POWER);
  }

  /**
   * The GPU was found again: by a new session after it failed in the old one, or with the counter
   * that did not answer when it was probed first.
   */
  void found(Nvml session, Gpu again) {
    boolean newSession = session != nvml;
    boolean rises = !counter && hasCounter(again);
    if (newSession || rises || isFailing()) {
      nvml = session;
      gpu = again;
      lost = false;
      counter |= rises;
      device = deviceOf(counter);
      limit = limit(again);
      driver = driverOf(session);
    }
    locate(again, newSession);
  }

  // What it did not tell may be told now. With a new session the driver may be another.
  private void locate(Gpu found, boolean anew) {
    state = anew ? new NvmlState() : state;
    throttling = anew ? new NvmlThrottling() : throttling;
    index = anew || index.isEmpty() ? state.index(found) : index;
    pciBusId = anew || pciBusId.isEmpty() ? found.pciBusId() : pciBusId;
  }

  /** Whether its counter failed the probe for a reason that may pass. */
  boolean mayRise() {
    return !counter && isTransient(gpu.capabilities().energyCounter());
  }

  /** Whether neither its counter nor its power can be had, for reasons that will not pass. */
  static boolean willNeverBeMetered(Gpu gpu) {
    return !isTransient(gpu.capabilities().energyCounter())
        && !isTransient(gpu.capabilities().instantPower());
  }

  private static boolean isTransient(Capability capability) {
    return capability instanceof Capability.Unsupported no && !NEVER.contains(no.why());
  }

  /**
   * Another GPU is where it was: its handle may read that one's counter now, so it is not used
   * again until the driver gives one for its own UUID.
   */
  void lose(long now) {
    lose(REPLACED, now);
  }

  private void lose(String reason, long askAgainAt) {
    lost = true;
    lostBy = reason;
    retryAt = askAgainAt;
  }

  /** Whether its last reading failed. */
  boolean hasFailed() {
    return failed;
  }

  /** Whether it has been asked in vain for some seconds. */
  boolean isFailing() {
    return failed && askedAt - answeredAt > FAILING_NANOS;
  }

  /** Whether anything can be metered on this GPU. */
  static boolean canMeter(Gpu gpu) {
    return hasCounter(gpu) || gpu.capabilities().instantPower() instanceof Capability.Supported;
  }

  private static boolean hasCounter(Gpu gpu) {
    return gpu.capabilities().energyCounter() instanceof Capability.Supported;
  }

  private static OptionalLong limit(Gpu gpu) {
    return gpu.powerLimit() instanceof NvmlValue.Value milliwatts && milliwatts.value() > 0
        ? OptionalLong.of(milliwatts.value())
        : OptionalLong.empty();
  }

  @Override
  public MeterReading read(long now) {
    MeterReading sample = ask(now);
    boolean none = sample instanceof MeterReading.Unavailable;
    if (!none || !failed) {
      answeredAt = now; // or when it failed first
    }
    failed = none;
    askedAt = now;
    return sample;
  }

  private MeterReading ask(long now) {
    if (lost && !reattach(now)) {
      return new MeterReading.Unavailable(lostBy, true);
    }
    NvmlValue reading = counter ? gpu.energyMillijoules() : gpu.instantPowerMilliwatts();
    if (reading instanceof NvmlValue.Unavailable none) {
      return unavailable(none.why(), now);
    }
    long value = ((NvmlValue.Value) reading).value();
    if (value < 0 || value > Long.MAX_VALUE / 1_000) {
      return new MeterReading.Unavailable("garbage", false);
    }
    return counter ? new MeterReading.Energy(value * 1_000) : new MeterReading.Power(value);
  }

  private MeterReading unavailable(NvmlReturn why, long now) {
    if (LOST.contains(why)) {
      lose(label(why), now + RETRY_NANOS);
    }
    return new MeterReading.Unavailable(label(why), lost);
  }

  // A handle that saw the GPU lost is never used again; its successor is asked for once a second.
  private boolean reattach(long now) {
    if (now - retryAt < 0) {
      return false;
    }
    retryAt = now + RETRY_NANOS;
    try {
      gpu = nvml.reattach(gpu);
      lost = false;
      return true;
    } catch (NvmlException stillLost) {
      return false;
    }
  }

  @Override
  public OptionalInt performanceState() {
    if (lost || tellsNoState) {
      return OptionalInt.empty();
    }
    NvmlValue reading = gpu.performanceState();
    if (reading instanceof NvmlValue.Unavailable none) {
      tellsNoState = NEVER.contains(none.why());
      return OptionalInt.empty();
    }
    return OptionalInt.of((int) ((NvmlValue.Value) reading).value());
  }

  @Override
  public boolean isThrottled() {
    return !lost && throttling.ask(gpu);
  }

  @Override
  public Optional<DeviceState> state() {
    return lost ? Optional.empty() : Optional.of(state.ask(gpu));
  }

  static String label(NvmlReturn why) {
    return why instanceof NvmlReturn.Code listed
        ? listed.name().toLowerCase(Locale.ROOT)
        : "code_" + why.code();
  }

  @Override
  public Device device() {
    return device;
  }

  @Override
  public String explain(String reason) {
    for (NvmlReturn.Code code : NvmlReturn.Code.values()) {
      if (label(code).equals(reason)) {
        return code.message();
      }
    }
    return reason.equals(REPLACED) ? "another GPU is in its place" : reason.replace('_', ' ');
  }

  @Override
  public Optional<String> driver() {
    return driver;
  }

  @Override
  public OptionalInt index() {
    return index;
  }

  @Override
  public Optional<String> pciBusId() {
    return pciBusId;
  }

  @Override
  public String name() {
    return gpu.name();
  }

  @Override
  public OptionalLong limitMilliwatts() {
    return limit;
  }

  @Override
  public OptionalLong limitMilliwatts(long now) {
    if (!lost && now - limitAt >= RETRY_NANOS) {
      limitAt = now;
      OptionalLong told = limit(gpu);
      limit = told.isPresent() ? told : limit;
    }
    return limit;
  }
}
