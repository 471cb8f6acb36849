package io.joulebook.nvml;

import com.sun.jna.Pointer;
import io.joulebook.nvml.raw.NvmlFieldValue;
import io.joulebook.nvml.raw.NvmlHeader;
import io.joulebook.nvml.raw.NvmlTemperature;
import io.joulebook.nvml.raw.NvmlUtilization;

/** Reads the number out of the memory that a successful call has filled. */
final class Answer {
  private Answer() {}

  static Reading unsignedInt(Pointer out) {
    return new Reading.Value(Integer.toUnsignedLong(out.getInt(0)));
  }

  static Reading unsignedLong(Pointer out) {
    return new Reading.Value(out.getLong(0));
  }

  static Reading utilization(Pointer out) {
    return new Reading.Value(Integer.toUnsignedLong(NvmlUtilization.gpu(out)));
  }

  /** Unsigned in the header, and yet what is below zero would show as an unsigned number does. */
  static Reading temperature(Pointer out) {
    return new Reading.Value(out.getInt(0));
  }

  static Reading temperatureV(Pointer out) {
    return new Reading.Value(NvmlTemperature.temperature(out));
  }

  static Reading performanceState(Pointer out) {
    int state = out.getInt(0);
    return state == NvmlHeader.NVML_PSTATE_UNKNOWN
        ? new Reading.Unavailable(NvmlReturn.Code.NO_DATA)
        : new Reading.Value(state);
  }

  /** The call succeeds when any field was filled, so each field's own return decides. */
  static Reading field(Pointer out) {
    int code = NvmlFieldValue.nvmlReturn(out);
    return code == NvmlHeader.NVML_SUCCESS
        ? fieldValue(out)
        : new Reading.Unavailable(NvmlReturn.of(code));
  }

  /**
   * The driver chooses the type of a field's value; a type that is no integer is not understood.
   */
  private static Reading fieldValue(Pointer out) {
    return switch (NvmlFieldValue.valueType(out)) {
      case NvmlHeader.NVML_VALUE_TYPE_UNSIGNED_INT ->
          new Reading.Value(Integer.toUnsignedLong(NvmlFieldValue.uiVal(out)));
      case NvmlHeader.NVML_VALUE_TYPE_SIGNED_INT -> new Reading.Value(NvmlFieldValue.uiVal(out));
      case NvmlHeader.NVML_VALUE_TYPE_UNSIGNED_LONG,
          NvmlHeader.NVML_VALUE_TYPE_UNSIGNED_LONG_LONG,
          NvmlHeader.NVML_VALUE_TYPE_SIGNED_LONG_LONG ->
          new Reading.Value(NvmlFieldValue.ullVal(out));
      case NvmlHeader.NVML_VALUE_TYPE_UNSIGNED_SHORT ->
          new Reading.Value(Short.toUnsignedLong(NvmlFieldValue.usVal(out)));
      default -> new Reading.Unavailable(NvmlReturn.Code.UNKNOWN);
    };
  }
}
