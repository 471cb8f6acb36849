package io.joulebook.nvml.raw;

import com.sun.jna.Pointer;

/**
 * The layout of {@code nvmlUtilization_t}, which {@code nvmlDeviceGetUtilizationRates} fills.
 *
 * <p>Offsets in bytes. Source: the header of NVML 13.3.29.
 */
public final class NvmlUtilization {
  public static final int SIZEOF = 8;
  static final int GPU = 0;
  static final int MEMORY = 4;

  private NvmlUtilization() {}

  /** Percent of the last sample period in which a kernel ran. */
  public static int gpu(Pointer at) {
    return at.getInt(GPU);
  }
}
