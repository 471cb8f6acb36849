package io.joulebook.nvml.raw;

/**
 * Says why libnvidia-ml could not be loaded: an NVML return code and the dynamic loader's words.
 */
public final class LoadFailure extends Exception {
  private static final long serialVersionUID = 1L;

  private final int code;

  LoadFailure(int code, String reason) {
    super(reason);
    this.code = code;
  }

  /** The {@code nvmlReturn_t} that fits best: library not found, function not found, or in use. */
  public int code() {
    return code;
  }

  /** One line, without the name of the library unless the loader put it there. */
  public String reason() {
    return String.valueOf(getMessage());
  }
}
