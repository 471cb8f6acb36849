package io.joulebook.collector;

/** Where a measured joule is entered: exactly one of these; their sum is what was measured. */
public enum Account {
  /** Calls that were in flight: their active energy and their share of base power. */
  REQUESTS("requests"),
  /** Base power while no call was in flight. */
  IDLE("idle"),
  /** Other processes on the device, where the source can tell them apart. */
  OTHER_PROCESSES("other_processes"),
  /** Above base power with no call in flight, or measured while the meter could not see. */
  UNATTRIBUTED("unattributed");

  private final String label;

  Account(String label) {
    this.label = label;
  }

  /** The value of the metric label {@code account}. */
  public String label() {
    return label;
  }
}
