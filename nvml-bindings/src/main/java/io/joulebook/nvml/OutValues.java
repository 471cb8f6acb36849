package io.joulebook.nvml;

import com.sun.jna.Pointer;
import io.joulebook.nvml.raw.NvmlFieldValue;
import io.joulebook.nvml.raw.NvmlHeader;
import io.joulebook.nvml.raw.NvmlTemperature;
import io.joulebook.nvml.raw.NvmlUtilization;

/** Reads the number out of the memory that a successful call has filled. */
final class OutValues {
  private static final int HELD_BACK =
      NvmlHeader.nvmlClocksEventReasonSwPowerCap
          | NvmlHeader.nvmlClocksThrottleReasonHwSlowdown
          | NvmlHeader.nvmlClocksEventReasonSwThermalSlowdown
          | NvmlHeader.nvmlClocksThrottleReasonHwThermalSlowdown
          | NvmlHeader.nvmlClocksThrottleReasonHwPowerBrakeSlowdown;

  private OutValues() {}

  static NvmlValue unsignedInt(Pointer out) {
    return new NvmlValue.Value(Integer.toUnsignedLong(out.getInt(0)));
  }

  static NvmlValue unsignedLong(Pointer out) {
    return new NvmlValue.Value(out.getLong(0));
  }

  static NvmlValue utilization(Pointer out) {
    return new NvmlValue.Value(Integer.toUnsignedLong(NvmlUtilization.gpu(out)));
  }

  /** Unsigned in the header, and yet what is below zero would show as an unsigned number does. */
  static NvmlValue temperature(Pointer out) {
    return new NvmlValue.Value(out.getInt(0));
  }

  static NvmlValue temperatureV(Pointer out) {
    return new NvmlValue.Value(NvmlTemperature.temperature(out));
  }

  static NvmlValue performanceState(Pointer out) {
    int state = out.getInt(0);
    return state == NvmlHeader.NVML_PSTATE_UNKNOWN
        ? new NvmlValue.Unavailable(NvmlReturn.Code.NO_DATA)
        : new NvmlValue.Value(state);
  }

  static NvmlValue throttled(Pointer out) {
    return new NvmlValue.Value((out.getLong(0) & HELD_BACK) == 0 ? 0 : 1);
  }

  /** The call succeeds when any field was filled, so each field's own return decides. */
  static NvmlValue field(Pointer out) {
    int code = NvmlFieldValue.nvmlReturn(out);
    return code == NvmlHeader.NVML_SUCCESS
        ? fieldValue(out)
        : new NvmlValue.Unavailable(NvmlReturn.of(code));
  }

  /**
   * The driver chooses the type of a field's value; a type that is no integer is not understood.
   */
  private static NvmlValue fieldValue(Pointer out) {
    return switch (NvmlFieldValue.valueType(out)) {
      case NvmlHeader.NVML_VALUE_TYPE_UNSIGNED_INT ->
          new NvmlValue.Value(Integer.toUnsignedLong(NvmlFieldValue.uiVal(out)));
      case NvmlHeader.NVML_VALUE_TYPE_SIGNED_INT -> new NvmlValue.Value(NvmlFieldValue.uiVal(out));
      case NvmlHeader.NVML_VALUE_TYPE_UNSIGNED_LONG,
          NvmlHeader.NVML_VALUE_TYPE_UNSIGNED_LONG_LONG,
          NvmlHeader.NVML_VALUE_TYPE_SIGNED_LONG_LONG ->
          new NvmlValue.Value(NvmlFieldValue.ullVal(out));
      case NvmlHeader.NVML_VALUE_TYPE_UNSIGNED_SHORT ->
          new NvmlValue.Value(Short.toUnsignedLong(NvmlFieldValue.usVal(out)));
      default -> new NvmlValue.Unavailable(NvmlReturn.Code.UNKNOWN);
    };
  }
}
