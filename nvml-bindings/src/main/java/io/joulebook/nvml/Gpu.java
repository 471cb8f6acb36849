package io.joulebook.nvml;

import com.sun.jna.Pointer;
import io.joulebook.nvml.raw.LibNvml;
import io.joulebook.nvml.raw.NvmlFieldValue;
import io.joulebook.nvml.raw.NvmlHeader;
import io.joulebook.nvml.raw.NvmlPciInfo;
import io.joulebook.nvml.raw.NvmlTemperature;
import java.util.Optional;

/**
 * One GPU, attached for as long as its handle lives.
 *
 * <p>A reading never throws. Once the driver has said that the GPU is lost, must be reset or is not
 * initialised, this object answers {@link NvmlValue.Unavailable} with that reason and never enters
 * the library again; {@link Nvml#reattach} gives its successor. A question that the GPU does not
 * support is not put to it twice.
 *
 * <p>Thread-safe. A call takes as long as the driver takes, which may be for ever: read on a thread
 * that nobody waits for. A thread that hangs holds up no other reader.
 */
public final class Gpu {
  /** What UUIDs of MIG instances begin with. */
  private static final String MIG = "MIG-";

  private final Handle handle;
  private final String uuid;
  private final String name;
  private final int generation;
  private final Capabilities capabilities;

  Gpu(Handle handle, String uuid, String name, int generation) {
    this.handle = handle;
    this.uuid = uuid;
    this.name = name;
    this.generation = generation;
    this.capabilities = probe(handle);
  }

  private static Capabilities probe(Handle handle) {
    return new Capabilities(
        Capability.shownBy(energy(handle)),
        Capability.shownBy(instantPower(handle)),
        Capability.shownBy(averagePower(handle)),
        Capability.shownBy(powerUsage(handle)));
  }

  /** The globally unique name, such as {@code GPU-6fd1bf16-…}. */
  public String uuid() {
    return uuid;
  }

  /** The product name, such as {@code NVIDIA H100 80GB HBM3}. */
  public String name() {
    return name;
  }

  /**
   * How often this GPU has been attached anew: 0 at first, one more at each {@link Nvml#reattach}.
   */
  public int generation() {
    return generation;
  }

  /** What this GPU can be asked, probed when it was attached. */
  public Capabilities capabilities() {
    return capabilities;
  }

  /** Energy since the driver was loaded, in millijoules. A decrease is a reset, never a wrap. */
  public NvmlValue energyMillijoules() {
    return supported(capabilities.energyCounter(), Gpu::energy);
  }

  /** Power now, in milliwatts: field 186 at scope GPU. */
  public NvmlValue instantPowerMilliwatts() {
    return supported(capabilities.instantPower(), Gpu::instantPower);
  }

  /**
   * Power averaged over one second, in milliwatts: field 185 at scope GPU. Too slow to integrate.
   */
  public NvmlValue averagePowerMilliwatts() {
    return supported(capabilities.averagePower(), Gpu::averagePower);
  }

  /**
   * Power in milliwatts: a one-second average on Ampere except GA100 and on newer architectures
   * with drivers from 535 on, else instantaneous. Source: the header's comment.
   */
  public NvmlValue powerUsageMilliwatts() {
    return supported(capabilities.powerUsage(), Gpu::powerUsage);
  }

  /** The power limit in force, in milliwatts. */
  public NvmlValue powerLimit() {
    return handle.read(LibNvml::nvmlDeviceGetEnforcedPowerLimit, OutValues::unsignedInt);
  }

  /** The performance state, 0 (fastest) to 15. */
  public NvmlValue performanceState() {
    return handle.read(LibNvml::nvmlDeviceGetPerformanceState, OutValues::performanceState);
  }

  /** Whether its power limit or heat holds its clocks down now: 1 if so, else 0. */
  public NvmlValue throttled() {
    return handle.read(LibNvml::nvmlDeviceGetCurrentClocksEventReasons, OutValues::throttled);
  }

  /** For how long its power limit has held its clocks down, in nanoseconds: a running total. */
  public NvmlValue powerViolationNanos() {
    return handle.read(Gpu::askPowerViolation, OutValues::field);
  }

  /** The same of heat. */
  public NvmlValue thermalViolationNanos() {
    return handle.read(Gpu::askThermalViolation, OutValues::field);
  }

  /**
   * The index among the driver's GPUs, in PCI order; it may change when the driver is loaded anew.
   * Of a MIG instance, its GPU's: the instance's own counts the instances of that GPU.
   */
  public NvmlValue index() {
    return handle.read(ofWholeGpu(LibNvml::nvmlDeviceGetIndex), OutValues::unsignedInt);
  }

  /**
   * The PCI address as NVML writes it, such as {@code 00000000:3B:00.0}; empty if it tells none. Of
   * a MIG instance, its GPU's.
   */
  public Optional<String> pciBusId() {
    return handle.readText(ofWholeGpu(LibNvml::nvmlDeviceGetPciInfo_v3), NvmlPciInfo::busId);
  }

  /**
   * The share of the last sample period, of 1/6 s to 1 s, in which a kernel ran, in percent. With
   * MIG neither a GPU nor an instance tells it. Source: the header's comment.
   */
  public NvmlValue utilizationPercent() {
    return handle.read(LibNvml::nvmlDeviceGetUtilizationRates, OutValues::utilization);
  }

  /** The temperature of the GPU's die, in degrees Celsius. */
  public NvmlValue temperatureCelsius() {
    NvmlValue temperature = handle.read(Gpu::askTemperature, OutValues::temperature);
    return isGone(temperature)
        ? handle.read(Gpu::askTemperatureV, OutValues::temperatureV)
        : temperature;
  }

  // Deprecated since NVML 13.0; its successor came with driver 565.57.
  private static boolean isGone(NvmlValue reading) {
    return reading instanceof NvmlValue.Unavailable none
        && (none.why() == NvmlReturn.Code.FUNCTION_NOT_FOUND
            || none.why() == NvmlReturn.Code.DEPRECATED);
  }

  /** The clock of the streaming multiprocessors now, in megahertz. */
  public NvmlValue smClockMegahertz() {
    return handle.read(Gpu::askSmClock, OutValues::unsignedInt);
  }

  /** The clock of the memory now, in megahertz. */
  public NvmlValue memoryClockMegahertz() {
    return handle.read(Gpu::askMemoryClock, OutValues::unsignedInt);
  }

  /** Ends this generation: no call enters the library from here on. */
  void retire() {
    handle.retire();
  }

  private NvmlValue supported(Capability capability, HandleReading reading) {
    return capability instanceof Capability.Unsupported no && forGood(no.why())
        ? handle.refuse(no.why())
        : reading.of(handle);
  }

  private static boolean forGood(NvmlReturn why) {
    return why == NvmlReturn.Code.NOT_SUPPORTED || why == NvmlReturn.Code.FUNCTION_NOT_FOUND;
  }

  private static NvmlValue energy(Handle handle) {
    return handle.read(LibNvml::nvmlDeviceGetTotalEnergyConsumption, OutValues::unsignedLong);
  }

  private static NvmlValue powerUsage(Handle handle) {
    return handle.read(LibNvml::nvmlDeviceGetPowerUsage, OutValues::unsignedInt);
  }

  private static NvmlValue instantPower(Handle handle) {
    return handle.read(Gpu::askInstantPower, OutValues::field);
  }

  private static NvmlValue averagePower(Handle handle) {
    return handle.read(Gpu::askAveragePower, OutValues::field);
  }

  private static int askInstantPower(LibNvml library, long device, Pointer out) {
    return askField(library, device, out, NvmlHeader.NVML_FI_DEV_POWER_INSTANT);
  }

  private static int askAveragePower(LibNvml library, long device, Pointer out) {
    return askField(library, device, out, NvmlHeader.NVML_FI_DEV_POWER_AVERAGE);
  }

  private static int askPowerViolation(LibNvml library, long device, Pointer out) {
    return askField(library, device, out, NvmlHeader.NVML_FI_DEV_PERF_POLICY_POWER);
  }

  private static int askThermalViolation(LibNvml library, long device, Pointer out) {
    return askField(library, device, out, NvmlHeader.NVML_FI_DEV_PERF_POLICY_THERMAL);
  }

  private Handle.Question ofWholeGpu(Handle.Question question) {
    return uuid.startsWith(MIG)
        ? (library, instance, out) -> {
          int code = library.nvmlDeviceGetDeviceHandleFromMigDeviceHandle(instance, out);
          return code == NvmlHeader.NVML_SUCCESS
              ? question.ask(library, out.getLong(0), out)
              : code;
        }
        : question;
  }

  private static int askTemperature(LibNvml library, long device, Pointer out) {
    return library.nvmlDeviceGetTemperature(device, NvmlHeader.NVML_TEMPERATURE_GPU, out);
  }

  private static int askTemperatureV(LibNvml library, long device, Pointer out) {
    NvmlTemperature.ask(out, NvmlHeader.NVML_TEMPERATURE_GPU);
    return library.nvmlDeviceGetTemperatureV(device, out);
  }

  private static int askSmClock(LibNvml library, long device, Pointer out) {
    return library.nvmlDeviceGetClockInfo(device, NvmlHeader.NVML_CLOCK_SM, out);
  }

  private static int askMemoryClock(LibNvml library, long device, Pointer out) {
    return library.nvmlDeviceGetClockInfo(device, NvmlHeader.NVML_CLOCK_MEM, out);
  }

  private static int askField(LibNvml library, long device, Pointer out, int field) {
    NvmlFieldValue.ask(out, field, NvmlHeader.NVML_POWER_SCOPE_GPU);
    return library.nvmlDeviceGetFieldValues(device, 1, out);
  }

  @Override
  public String toString() {
    return name + " " + uuid;
  }

  private interface HandleReading {
    NvmlValue of(Handle handle);
  }
}
