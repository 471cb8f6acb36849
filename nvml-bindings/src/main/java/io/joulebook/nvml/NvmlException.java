package io.joulebook.nvml;

/**
 * NVML could not be opened, or a GPU could not be attached. The message is one line with what to
 * do.
 */
public final class NvmlException extends Exception {
  private static final long serialVersionUID = 1L;

  private final transient NvmlReturn why;

  NvmlException(NvmlReturn why, String message) {
    super(message);
    this.why = why;
  }

  /** The library's reason, or the one that fits when the library was not reached. */
  public NvmlReturn why() {
    return why;
  }
}
