package io.joulebook.collector.grid;

/** How good a price is, best first. */
public enum Tier {
  /** A value that does not depend on the time of use: a yearly average or a stated one. */
  STATIC("static");

  private final String label;

  Tier(String label) {
    this.label = label;
  }

  /** The value of the metric label {@code tier}. */
  public String label() {
    return label;
  }
}
