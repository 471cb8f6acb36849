package io.joulebook.collector;

/** How good the energy on a receipt is. */
public enum Quality {
  /** From a hardware energy counter. */
  MEASURED("measured"),
  /** From instant power, integrated. */
  INTEGRATED("integrated"),
  /** From a model of the device. */
  ESTIMATED("estimated"),
  /** From a GPU that does not exist. */
  SIMULATED("simulated"),
  /**
   * The call cannot be told from its neighbours: it was shorter than the sensor can see, its
   * uncertainty is more than half its energy, or its end was never seen. Right in sum, not singly.
   */
  UNRESOLVED("unresolved"),
  /** The device has other users that cannot be told apart: part of the energy may be theirs. */
  SHARED("shared"),
  /** The call's device is not known: its energy is its share of all that it may have run on. */
  UNPLACED("unplaced"),
  /** The call ran where nothing is metered, or the meter could not see it: no energy is known. */
  UNMEASURED("unmeasured");

  private final String label;

  Quality(String label) {
    this.label = label;
  }

  /** The name used in reports and labels. */
  public String label() {
    return label;
  }
}
