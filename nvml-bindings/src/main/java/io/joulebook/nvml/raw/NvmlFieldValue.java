package io.joulebook.nvml.raw;

import com.sun.jna.Pointer;

/**
 * The layout of {@code nvmlFieldValue_t}: one question to, and one answer from, {@code
 * nvmlDeviceGetFieldValues}.
 *
 * <p>Offsets in bytes, LP64, unchanged since driver 384.47. Read and written in place, so that a
 * call allocates nothing. Source: the header of NVML 13.3.29.
 */
public final class NvmlFieldValue {
  public static final int SIZEOF = 40;
  static final int FIELD_ID = 0;
  static final int SCOPE_ID = 4;
  static final int TIMESTAMP = 8;
  static final int LATENCY_USEC = 16;
  static final int VALUE_TYPE = 24;
  static final int NVML_RETURN = 28;
  static final int VALUE = 32;

  private NvmlFieldValue() {}

  /** Writes the question, and an answer that no driver gives, so that an unfilled entry shows. */
  public static void ask(Pointer at, int fieldId, int scopeId) {
    at.clear(SIZEOF);
    at.setInt(FIELD_ID, fieldId);
    at.setInt(SCOPE_ID, scopeId);
    at.setInt(VALUE_TYPE, -1);
    at.setInt(NVML_RETURN, NvmlHeader.NVML_ERROR_UNKNOWN);
  }

  public static int valueType(Pointer at) {
    return at.getInt(VALUE_TYPE);
  }

  public static int nvmlReturn(Pointer at) {
    return at.getInt(NVML_RETURN);
  }

  public static int uiVal(Pointer at) {
    return at.getInt(VALUE);
  }

  public static long ullVal(Pointer at) {
    return at.getLong(VALUE);
  }

  public static short usVal(Pointer at) {
    return at.getShort(VALUE);
  }
}
