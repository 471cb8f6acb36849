package io.joulebook.nvml.raw;

import com.sun.jna.Pointer;

/**
 * The layout of {@code nvmlTemperature_v1_t}: a question to, and the answer of, {@code
 * nvmlDeviceGetTemperatureV}.
 *
 * <p>Offsets in bytes. Source: the header of NVML 13.3.29.
 */
public final class NvmlTemperature {
  public static final int SIZEOF = 12;
  static final int VERSION = 0;
  static final int SENSOR_TYPE = 4;
  static final int TEMPERATURE = 8;

  private NvmlTemperature() {}

  /** Writes the question. */
  public static void ask(Pointer at, int sensorType) {
    at.clear(SIZEOF);
    at.setInt(VERSION, NvmlHeader.nvmlTemperature_v1);
    at.setInt(SENSOR_TYPE, sensorType);
  }

  /** Degrees Celsius. */
  public static int temperature(Pointer at) {
    return at.getInt(TEMPERATURE);
  }
}
