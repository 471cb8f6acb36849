package io.joulebook.collector.grid;

/** Which question an intensity answers. Two signals are never mixed in one ladder. */
public enum Signal {
  /** What an average kilowatt hour emits. */
  AVERAGE("average"),
  /** What the next kilowatt hour emits: that of the plants which answer a change in demand. */
  MARGINAL("marginal"),
  /** Whoever stated the intensity did not say. */
  UNSPECIFIED("unspecified");

  private final String label;

  Signal(String label) {
    this.label = label;
  }

  /** The value of the metric label {@code signal}. */
  public String label() {
    return label;
  }
}
