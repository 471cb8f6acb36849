package io.joulebook.collector.grid;

/** What a feed says of a value of its own. */
public enum RecordKind {
  /** Measured, as far as the feed says. */
  ACTUAL("actual"),
  /** Filled in by a model until it is measured. */
  ESTIMATED("estimated"),
  /** Said of a time to come; never priced with. */
  FORECAST("forecast");

  private final String label;

  RecordKind(String label) {
    this.label = label;
  }

  /** The name used in the history and in reports. */
  public String label() {
    return label;
  }
}
