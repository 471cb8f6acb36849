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

  private LibNvml(NativeLibrary library) {
    this.library = library;
    this.energy = bind(Energy.class, library);
    this.powerUsage = bind(PowerUsage.class, library);
    this.fieldValues = bind(FieldValues.class, library);
    this.powerLimit = bind(PowerLimit.class, library);
    this.performanceState = bind(PerformanceState.class, library);
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
}
