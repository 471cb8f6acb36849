package io.joulebook.collector;

/**
 * What was called and how it ended.
 *
 * @param key the model, engine and operation
 * @param outcome whether the call returned or threw
 */
public record Call(CallKey key, Outcome outcome) {
  /** A call of that model, engine and operation. */
  public Call(String model, String engine, String operation, Outcome outcome) {
    this(new CallKey(model, engine, operation), outcome);
  }

  /** The model's name. */
  public String model() {
    return key.model();
  }

  /** The inference library. */
  public String engine() {
    return key.engine();
  }

  /** The library's operation. */
  public String operation() {
    return key.operation();
  }

  /** How a call ended. */
  public enum Outcome {
    /** It returned. */
    OK("ok"),
    /** It threw. */
    ERROR("error");

    private final String label;

    Outcome(String label) {
      this.label = label;
    }

    /** The value of the metric label {@code outcome}. */
    public String label() {
      return label;
    }
  }
}
