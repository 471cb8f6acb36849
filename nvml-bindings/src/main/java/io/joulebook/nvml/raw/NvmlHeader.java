package io.joulebook.nvml.raw;

/**
 * The constants of {@code nvml.h} that these bindings use, under their C names.
 *
 * <p>Source: the header of NVML 13.3.29. None of these values differs in any driver's header since
 * 384.47.
 */
public final class NvmlHeader {
  public static final int NVML_SUCCESS = 0;
  public static final int NVML_ERROR_UNINITIALIZED = 1;
  public static final int NVML_ERROR_INVALID_ARGUMENT = 2;
  public static final int NVML_ERROR_NOT_SUPPORTED = 3;
  public static final int NVML_ERROR_NO_PERMISSION = 4;
  public static final int NVML_ERROR_ALREADY_INITIALIZED = 5;
  public static final int NVML_ERROR_NOT_FOUND = 6;
  public static final int NVML_ERROR_INSUFFICIENT_SIZE = 7;
  public static final int NVML_ERROR_INSUFFICIENT_POWER = 8;
  public static final int NVML_ERROR_DRIVER_NOT_LOADED = 9;
  public static final int NVML_ERROR_TIMEOUT = 10;
  public static final int NVML_ERROR_IRQ_ISSUE = 11;
  public static final int NVML_ERROR_LIBRARY_NOT_FOUND = 12;
  public static final int NVML_ERROR_FUNCTION_NOT_FOUND = 13;
  public static final int NVML_ERROR_CORRUPTED_INFOROM = 14;
  public static final int NVML_ERROR_GPU_IS_LOST = 15;
  public static final int NVML_ERROR_RESET_REQUIRED = 16;
  public static final int NVML_ERROR_OPERATING_SYSTEM = 17;
  public static final int NVML_ERROR_LIB_RM_VERSION_MISMATCH = 18;
  public static final int NVML_ERROR_IN_USE = 19;
  public static final int NVML_ERROR_MEMORY = 20;
  public static final int NVML_ERROR_NO_DATA = 21;
  public static final int NVML_ERROR_VGPU_ECC_NOT_SUPPORTED = 22;
  public static final int NVML_ERROR_INSUFFICIENT_RESOURCES = 23;
  public static final int NVML_ERROR_FREQ_NOT_SUPPORTED = 24;
  public static final int NVML_ERROR_ARGUMENT_VERSION_MISMATCH = 25;
  public static final int NVML_ERROR_DEPRECATED = 26;
  public static final int NVML_ERROR_NOT_READY = 27;
  public static final int NVML_ERROR_GPU_NOT_FOUND = 28;
  public static final int NVML_ERROR_INVALID_STATE = 29;
  public static final int NVML_ERROR_RESET_TYPE_NOT_SUPPORTED = 30;
  public static final int NVML_ERROR_UNKNOWN = 999;

  public static final int NVML_FI_DEV_PERF_POLICY_POWER = 74;
  public static final int NVML_FI_DEV_PERF_POLICY_THERMAL = 75;
  public static final int NVML_FI_DEV_POWER_AVERAGE = 185;
  public static final int NVML_FI_DEV_POWER_INSTANT = 186;
  public static final int NVML_POWER_SCOPE_GPU = 0;

  public static final int NVML_VALUE_TYPE_DOUBLE = 0;
  public static final int NVML_VALUE_TYPE_UNSIGNED_INT = 1;
  public static final int NVML_VALUE_TYPE_UNSIGNED_LONG = 2;
  public static final int NVML_VALUE_TYPE_UNSIGNED_LONG_LONG = 3;
  public static final int NVML_VALUE_TYPE_SIGNED_LONG_LONG = 4;
  public static final int NVML_VALUE_TYPE_SIGNED_INT = 5;
  public static final int NVML_VALUE_TYPE_UNSIGNED_SHORT = 6;

  public static final int NVML_PSTATE_UNKNOWN = 32;

  public static final int NVML_SYSTEM_DRIVER_VERSION_BUFFER_SIZE = 80;
  public static final int NVML_SYSTEM_NVML_VERSION_BUFFER_SIZE = 80;
  public static final int NVML_DEVICE_UUID_V2_BUFFER_SIZE = 96;
  public static final int NVML_DEVICE_NAME_V2_BUFFER_SIZE = 96;
  public static final int NVML_DEVICE_PCI_BUS_ID_BUFFER_SIZE = 32;

  public static final int NVML_TEMPERATURE_GPU = 0;
  public static final int NVML_CLOCK_SM = 1;
  public static final int NVML_CLOCK_MEM = 2;

  @SuppressWarnings("ConstantField") // the header's spelling
  public static final int nvmlClocksEventReasonSwPowerCap = 0x4;

  @SuppressWarnings("ConstantField")
  public static final int nvmlClocksThrottleReasonHwSlowdown = 0x8;

  @SuppressWarnings("ConstantField")
  public static final int nvmlClocksEventReasonSwThermalSlowdown = 0x20;

  @SuppressWarnings("ConstantField")
  public static final int nvmlClocksThrottleReasonHwThermalSlowdown = 0x40;

  @SuppressWarnings("ConstantField")
  public static final int nvmlClocksThrottleReasonHwPowerBrakeSlowdown = 0x80;

  /** The version of {@link NvmlTemperature}: its size and 1 in the highest byte. */
  @SuppressWarnings("ConstantField") // the header's spelling
  public static final int nvmlTemperature_v1 = 0x0100_000c;

  private NvmlHeader() {}
}
