package io.joulebook.nvml;

/** Whether a GPU answered one kind of question when it was probed. Immutable. */
public sealed interface Capability permits Capability.Supported, Capability.Unsupported {

  /** It gave a value. */
  record Supported() implements Capability {}

  /** It gave none, and the library's reason. */
  record Unsupported(NvmlReturn why) implements Capability {}

  /** What a probe by calling showed. */
  static Capability shownBy(NvmlValue probe) {
    return probe instanceof NvmlValue.Unavailable unavailable
        ? new Unsupported(unavailable.why())
        : new Supported();
  }
}
