package io.joulebook.collector;

/** The part of the host that drew the energy; its {@link #label} is the metric label. */
public enum Component {
  GPU("gpu"),
  CPU("cpu"),
  DRAM("dram");

  private final String label;

  Component(String label) {
    this.label = label;
  }

  /** The value of the metric label {@code component}. */
  public String label() {
    return label;
  }
}
