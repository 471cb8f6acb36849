package io.joulebook.nvml;

/** What a GPU answered when asked for a number: a value, or why there is none. Immutable. */
public sealed interface NvmlValue permits NvmlValue.Value, NvmlValue.Unavailable {

  /**
   * A value as the driver gave it, in the unit that the method read names.
   *
   * <p>Not judged: a driver may say impossible things. An unsigned 64-bit value above {@link
   * Long#MAX_VALUE} appears negative.
   */
  record Value(long value) implements NvmlValue {}

  /** No value, and the library's reason. */
  record Unavailable(NvmlReturn why) implements NvmlValue {}
}
