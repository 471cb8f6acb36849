package io.joulebook.collector.usage;

/** Why an entry is not entered: counters cannot take back what a wrong one would add. */
public enum Refusal {
  /** Energy below 0. */
  NEGATIVE_ENERGY("negative_energy"),
  /** A number of calls, items or tokens below 0. */
  NEGATIVE_COUNT("negative_count"),
  /** A time below 0, or more time in use than there was. */
  NEGATIVE_DURATION("negative_duration"),
  /** More than any meter has written: 1 GJ, 10^12 units, a year; or a time before 1970. */
  IMPLAUSIBLE("implausible"),
  /** Entering it failed: a sum left its range, or a defect of ours. */
  FAILED("failed");

  private final String label;

  Refusal(String label) {
    this.label = label;
  }

  /** The value of the metric label {@code reason}. */
  public String label() {
    return label;
  }
}
