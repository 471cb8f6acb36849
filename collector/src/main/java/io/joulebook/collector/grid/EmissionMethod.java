package io.joulebook.collector.grid;

/**
 * What an intensity says: the question and what is counted. Intensities of two methods are never
 * mixed in one ladder, for their sum means nothing.
 *
 * @param signal which question it answers
 * @param basis which emissions it counts
 */
public record EmissionMethod(Signal signal, Basis basis) {
  /** Average and lifecycle: that of the yearly table. */
  public static final EmissionMethod AVERAGE_LIFECYCLE =
      new EmissionMethod(Signal.AVERAGE, Basis.LIFECYCLE);

  /** Average and direct: that of most system operators. */
  public static final EmissionMethod AVERAGE_DIRECT =
      new EmissionMethod(Signal.AVERAGE, Basis.DIRECT);

  /** E.g. {@code average/lifecycle}. */
  @Override
  public String toString() {
    return signal.label() + "/" + basis.label();
  }
}
