package io.joulebook.collector.budget;

/** What a budget says of one call. */
public sealed interface Verdict {
  /** The call was within. */
  record Within() implements Verdict {}

  /**
   * The call was over.
   *
   * @param spent what it cost, with its unit, for people
   */
  record Over(String spent) implements Verdict {}

  /** There is nothing to say, because something is not known. */
  enum Unjudged implements Verdict {
    /** The call's energy is not known. */
    NO_ENERGY("no_energy"),
    /** No generated tokens were seen. */
    NO_OUTPUT_TOKENS("no_output_tokens"),
    /** No grid intensity is known for the time of the call. */
    NO_PRICE("no_price");

    private final String label;

    Unjudged(String label) {
      this.label = label;
    }

    /** Its name in metrics. */
    public String label() {
      return label;
    }
  }
}
