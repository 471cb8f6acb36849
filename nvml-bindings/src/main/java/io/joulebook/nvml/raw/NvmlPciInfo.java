package io.joulebook.nvml.raw;

import com.sun.jna.Pointer;
import java.nio.charset.StandardCharsets;

/**
 * The layout of {@code nvmlPciInfo_t}, which {@code nvmlDeviceGetPciInfo_v3} fills.
 *
 * <p>Offsets in bytes. Source: the header of NVML 13.3.29.
 */
public final class NvmlPciInfo {
  public static final int SIZEOF = 68;
  static final int BUS_ID = 36;

  private NvmlPciInfo() {}

  /** Domain, bus, device and function as NVML writes them, such as {@code 00000000:3B:00.0}. */
  public static String busId(Pointer at) {
    byte[] text = at.getByteArray(BUS_ID, NvmlHeader.NVML_DEVICE_PCI_BUS_ID_BUFFER_SIZE);
    int length = 0;
    while (length < text.length && text[length] != 0) {
      length++;
    }
    return new String(text, 0, length, StandardCharsets.US_ASCII);
  }
}
