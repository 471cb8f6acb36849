package io.joulebook.nvml.raw;

import static io.joulebook.nvml.raw.NvmlHeader.NVML_ERROR_FUNCTION_NOT_FOUND;

import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;
import com.sun.jna.Pointer;
import java.io.File;
import java.nio.file.Path;

/**
 * The functions of libnvidia-ml, under their C names and with their C return codes.
 *
 * <p>Every function is mapped directly by JNA, so a call allocates nothing. The symbols that all
 * drivers have stand in one mapped class; each other symbol has a class of its own, because JNA
 * refuses a whole class when one symbol of it is missing. A missing symbol answers {@code
 * NVML_ERROR_FUNCTION_NOT_FOUND} and is otherwise harmless. Direct mapping binds a class to one
 * library: {@link LoadedLibrary} sees to it that a second library is bound only when nobody uses
 * the first.
 *
 * <p>Pointers are passed as {@code long}, so only 64-bit JVMs are served. Thread-safe as far as
 * NVML is, whose header says it is. No call may be interrupted: a hung driver holds its thread.
 */
@SuppressWarnings("MemberName") // the header's spelling
public final class LibNvml {
  private final NativeLibrary library;
  private final boolean energy;
  private final boolean powerUsage;
  private final boolean fieldValues;
  private final boolean powerLimit;
  private final boolean performanceState;
  private final boolean index;
  private final boolean pciInfo;
  private final boolean gpuOfInstance;
  private final boolean utilization;
  private final boolean temperature;
  private final boolean temperatureV;
  private final boolean clock;
  private final boolean eventReasons;
  private final boolean throttleReasons;

  private LibNvml(NativeLibrary library) {
    this.library = library;
    this.energy = bind(Energy.class, library);
    this.powerUsage = bind(PowerUsage.class, library);
    this.fieldValues = bind(FieldValues.class, library);
    this.powerLimit = bind(PowerLimit.class, library);
    this.performanceState = bind(PerformanceState.class, library);
    this.index = bind(Index.class, library);
    this.pciInfo = bind(PciInfo.class, library);
    this.gpuOfInstance = bind(GpuOfInstance.class, library);
    this.utilization = bind(Utilization.class, library);
    this.temperature = bind(Temperature.class, library);
    this.temperatureV = bind(TemperatureV.class, library);
    this.clock = bind(Clock.class, library);
    this.eventReasons = bind(EventReasons.class, library);
    this.throttleReasons = !eventReasons && bind(ThrottleReasons.class, library);
  }

  static LibNvml bind(NativeLibrary library) throws LoadFailure {
    if (!bind(Core.class, library)) {
      throw new LoadFailure(
          NVML_ERROR_FUNCTION_NOT_FOUND, file(library) + ": lacks the functions every NVML has");
    }
    return new LibNvml(library);
  }

  boolean isOn(NativeLibrary other) {
    return library == other;
  }

  private static boolean bind(Class<?> functions, NativeLibrary library) {
    try {
      Native.register(functions, library);
      return true;
    } catch (UnsatisfiedLinkError missingSymbol) {
      return false;
    }
  }

  private static Path file(NativeLibrary library) {
    File file = library.getFile();
    return file == null ? Path.of(library.getName()) : file.toPath();
  }

  /** The file that the dynamic loader mapped. */
  public Path file() {
    return file(library);
  }

  public int nvmlInit_v2() {
    return Core.nvmlInit_v2();
  }

  public int nvmlShutdown() {
    return Core.nvmlShutdown();
  }

  public int nvmlSystemGetDriverVersion(Pointer version, int length) {
    return Core.nvmlSystemGetDriverVersion(Pointer.nativeValue(version), length);
  }

  public int nvmlSystemGetNVMLVersion(Pointer version, int length) {
    return Core.nvmlSystemGetNVMLVersion(Pointer.nativeValue(version), length);
  }

  public int nvmlDeviceGetCount_v2(Pointer deviceCount) {
    return Core.nvmlDeviceGetCount_v2(Pointer.nativeValue(deviceCount));
  }

  public int nvmlDeviceGetHandleByIndex_v2(int index, Pointer device) {
    return Core.nvmlDeviceGetHandleByIndex_v2(index, Pointer.nativeValue(device));
  }

  public int nvmlDeviceGetHandleByUUID(Pointer uuid, Pointer device) {
    return Core.nvmlDeviceGetHandleByUUID(Pointer.nativeValue(uuid), Pointer.nativeValue(device));
  }

  public int nvmlDeviceGetUUID(long device, Pointer uuid, int length) {
    return Core.nvmlDeviceGetUUID(device, Pointer.nativeValue(uuid), length);
  }

  public int nvmlDeviceGetName(long device, Pointer name, int length) {
    return Core.nvmlDeviceGetName(device, Pointer.nativeValue(name), length);
  }

  /** Millijoules since the driver was loaded, as an unsigned 64-bit value. */
  public int nvmlDeviceGetTotalEnergyConsumption(long device, Pointer millijoules) {
    return energy
        ? Energy.nvmlDeviceGetTotalEnergyConsumption(device, Pointer.nativeValue(millijoules))
        : NVML_ERROR_FUNCTION_NOT_FOUND;
  }

  /** Milliwatts, as an unsigned 32-bit value. */
  public int nvmlDeviceGetPowerUsage(long device, Pointer milliwatts) {
    return powerUsage
        ? PowerUsage.nvmlDeviceGetPowerUsage(device, Pointer.nativeValue(milliwatts))
        : NVML_ERROR_FUNCTION_NOT_FOUND;
  }

  /** An array of {@link NvmlFieldValue}; succeeds when any of them was filled. */
  public int nvmlDeviceGetFieldValues(long device, int valuesCount, Pointer values) {
    return fieldValues
        ? FieldValues.nvmlDeviceGetFieldValues(device, valuesCount, Pointer.nativeValue(values))
        : NVML_ERROR_FUNCTION_NOT_FOUND;
  }

  /** Milliwatts, as an unsigned 32-bit value. */
  public int nvmlDeviceGetEnforcedPowerLimit(long device, Pointer milliwatts) {
    return powerLimit
        ? PowerLimit.nvmlDeviceGetEnforcedPowerLimit(device, Pointer.nativeValue(milliwatts))
        : NVML_ERROR_FUNCTION_NOT_FOUND;
  }

  public int nvmlDeviceGetPerformanceState(long device, Pointer pState) {
    return performanceState
        ? PerformanceState.nvmlDeviceGetPerformanceState(device, Pointer.nativeValue(pState))
        : NVML_ERROR_FUNCTION_NOT_FOUND;
  }

  /** An unsigned 32-bit value; of a MIG instance, its index among the instances of its GPU. */
  public int nvmlDeviceGetIndex(long device, Pointer deviceIndex) {
    return index
        ? Index.nvmlDeviceGetIndex(device, Pointer.nativeValue(deviceIndex))
        : NVML_ERROR_FUNCTION_NOT_FOUND;
  }

  /** One {@link NvmlPciInfo}. */
  public int nvmlDeviceGetPciInfo_v3(long device, Pointer pci) {
    return pciInfo
        ? PciInfo.nvmlDeviceGetPciInfo_v3(device, Pointer.nativeValue(pci))
        : NVML_ERROR_FUNCTION_NOT_FOUND;
  }

  /** The handle of the GPU that a MIG instance is part of. */
  public int nvmlDeviceGetDeviceHandleFromMigDeviceHandle(long migDevice, Pointer device) {
    return gpuOfInstance
        ? GpuOfInstance.nvmlDeviceGetDeviceHandleFromMigDeviceHandle(
            migDevice, Pointer.nativeValue(device))
        : NVML_ERROR_FUNCTION_NOT_FOUND;
  }

  /** One {@link NvmlUtilization}. */
  public int nvmlDeviceGetUtilizationRates(long device, Pointer rates) {
    return utilization
        ? Utilization.nvmlDeviceGetUtilizationRates(device, Pointer.nativeValue(rates))
        : NVML_ERROR_FUNCTION_NOT_FOUND;
  }

  /** Degrees Celsius, as an unsigned 32-bit value. Deprecated in the header since NVML 13.0. */
  public int nvmlDeviceGetTemperature(long device, int sensorType, Pointer degrees) {
    return temperature
        ? Temperature.nvmlDeviceGetTemperature(device, sensorType, Pointer.nativeValue(degrees))
        : NVML_ERROR_FUNCTION_NOT_FOUND;
  }

  /** One {@link NvmlTemperature}. Since driver 565.57. */
  public int nvmlDeviceGetTemperatureV(long device, Pointer degrees) {
    return temperatureV
        ? TemperatureV.nvmlDeviceGetTemperatureV(device, Pointer.nativeValue(degrees))
        : NVML_ERROR_FUNCTION_NOT_FOUND;
  }

  /** Megahertz, as an unsigned 32-bit value. */
  public int nvmlDeviceGetClockInfo(long device, int clockType, Pointer megahertz) {
    return clock
        ? Clock.nvmlDeviceGetClockInfo(device, clockType, Pointer.nativeValue(megahertz))
        : NVML_ERROR_FUNCTION_NOT_FOUND;
  }

  /**
   * Bits, as an unsigned 64-bit value. Since driver 535.43; before, it had the name {@code
   * nvmlDeviceGetCurrentClocksThrottleReasons}, which is asked where there is no other.
   */
  public int nvmlDeviceGetCurrentClocksEventReasons(long device, Pointer reasons) {
    if (eventReasons) {
      return EventReasons.nvmlDeviceGetCurrentClocksEventReasons(
          device, Pointer.nativeValue(reasons));
    }
    return throttleReasons
        ? ThrottleReasons.nvmlDeviceGetCurrentClocksThrottleReasons(
            device, Pointer.nativeValue(reasons))
        : NVML_ERROR_FUNCTION_NOT_FOUND;
  }

  private static final class Core {
    static native int nvmlInit_v2();

    static native int nvmlShutdown();

    static native int nvmlSystemGetDriverVersion(long version, int length);

    static native int nvmlSystemGetNVMLVersion(long version, int length);

    static native int nvmlDeviceGetCount_v2(long deviceCount);

    static native int nvmlDeviceGetHandleByIndex_v2(int index, long device);

    static native int nvmlDeviceGetHandleByUUID(long uuid, long device);

    static native int nvmlDeviceGetUUID(long device, long uuid, int length);

    static native int nvmlDeviceGetName(long device, long name, int length);
  }

  private static final class Energy {
    static native int nvmlDeviceGetTotalEnergyConsumption(long device, long energy);
  }

  private static final class PowerUsage {
    static native int nvmlDeviceGetPowerUsage(long device, long power);
  }

  private static final class FieldValues {
    static native int nvmlDeviceGetFieldValues(long device, int valuesCount, long values);
  }

  private static final class PowerLimit {
    static native int nvmlDeviceGetEnforcedPowerLimit(long device, long limit);
  }

  private static final class PerformanceState {
    static native int nvmlDeviceGetPerformanceState(long device, long pState);
  }

  private static final class Index {
    static native int nvmlDeviceGetIndex(long device, long index);
  }

  private static final class PciInfo {
    static native int nvmlDeviceGetPciInfo_v3(long device, long pci);
  }

  private static final class GpuOfInstance {
    static native int nvmlDeviceGetDeviceHandleFromMigDeviceHandle(long migDevice, long device);
  }

  private static final class Utilization {
    static native int nvmlDeviceGetUtilizationRates(long device, long utilization);
  }

  private static final class Temperature {
    static native int nvmlDeviceGetTemperature(long device, int sensorType, long temp);
  }

  private static final class TemperatureV {
    static native int nvmlDeviceGetTemperatureV(long device, long temperature);
  }

  private static final class Clock {
    static native int nvmlDeviceGetClockInfo(long device, int type, long clock);
  }

  private static final class EventReasons {
    static native int nvmlDeviceGetCurrentClocksEventReasons(long device, long reasons);
  }

  private static final class ThrottleReasons {
    static native int nvmlDeviceGetCurrentClocksThrottleReasons(long device, long reasons);
  }
}
