package io.joulebook.collector.grid;

/** Which question an intensity answers. Two signals are never mixed in one ladder. */
public enum Signal {
  /** What an average kilowatt hour emits. */
  AVERAGE("average"),
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
