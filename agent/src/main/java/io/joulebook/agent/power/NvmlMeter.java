package io.joulebook.agent.power;

import io.joulebook.collector.Component;
import io.joulebook.collector.Device;
import io.joulebook.collector.Source;
import io.joulebook.nvml.Capability;
import io.joulebook.nvml.Gpu;
import io.joulebook.nvml.Nvml;
import io.joulebook.nvml.NvmlException;
import io.joulebook.nvml.NvmlReturn;
import io.joulebook.nvml.Reading;
import java.time.Duration;
import java.util.Locale;
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
  private static final Set<NvmlReturn> NEVER =
      Set.of(NvmlReturn.Code.NOT_SUPPORTED, NvmlReturn.Code.FUNCTION_NOT_FOUND);

  private final Nvml nvml;
  private final boolean counter;
  private final Device device;
  private final OptionalLong limit;
  private Gpu gpu;
  private long retryAt;
  private boolean lost;
  private boolean tellsNoState;

  NvmlMeter(Nvml nvml, Gpu gpu) {
    this.nvml = nvml;
    this.gpu = gpu;
    counter = hasCounter(gpu);
    device = new Device(gpu.uuid(), Component.GPU, counter ? Source.NVML : Source.NVML_POWER);
    limit = limit(gpu);
  }

  /** Whether anything can be metered on this GPU. */
  static boolean canMeter(Gpu gpu) {
    return hasCounter(gpu) || gpu.capabilities().instantPower() instanceof Capability.Supported;
  }

  private static boolean hasCounter(Gpu gpu) {
    return gpu.capabilities().energyCounter() instanceof Capability.Supported;
  }

  private static OptionalLong limit(Gpu gpu) {
    return gpu.powerLimit() instanceof Reading.Value milliwatts && milliwatts.value() > 0
        ? OptionalLong.of(milliwatts.value())
        : OptionalLong.empty();
  }

  @Override
  public Sample read(long now) {
    if (lost && !reattach(now)) {
      return new Sample.Unavailable("gpu_is_lost", true);
    }
    Reading reading = counter ? gpu.energyMillijoules() : gpu.instantPowerMilliwatts();
    if (reading instanceof Reading.Unavailable none) {
      return unavailable(none.why(), now);
    }
    long value = ((Reading.Value) reading).value();
    if (value < 0 || value > Long.MAX_VALUE / 1_000) {
      return new Sample.Unavailable("garbage", false);
    }
    return counter ? new Sample.Energy(value * 1_000) : new Sample.Power(value);
  }

  private Sample unavailable(NvmlReturn why, long now) {
    if (LOST.contains(why)) {
      lost = true;
      retryAt = now + RETRY_NANOS;
    }
    return new Sample.Unavailable(label(why), lost);
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
    Reading reading = gpu.performanceState();
    if (reading instanceof Reading.Unavailable none) {
      tellsNoState = NEVER.contains(none.why());
      return OptionalInt.empty();
    }
    return OptionalInt.of((int) ((Reading.Value) reading).value());
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
  public String name() {
    return gpu.name();
  }

  @Override
  public OptionalLong limitMilliwatts() {
    return limit;
  }
}
