package io.joulebook.collector.grid;

/** Which emissions an intensity counts. Two bases are never mixed in one ladder. */
public enum Basis {
  /** Those of the plants' whole lives, fuel supply and construction included. */
  LIFECYCLE("lifecycle"),
  /** Those of the plants' chimneys, while they generate. */
  DIRECT("direct"),
  /** Whoever stated the intensity did not say. */
  UNSPECIFIED("unspecified");

  private final String label;

  Basis(String label) {
    this.label = label;
  }

  /** The value of the metric label {@code basis}. */
  public String label() {
    return label;
  }
}
