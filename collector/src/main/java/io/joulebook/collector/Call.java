package io.joulebook.collector;

/**
 * What was called and how it ended: the labels of every per-call metric.
 *
 * @param model the model's name, e.g. {@code all-minilm-l6-v2}
 * @param engine the inference library, e.g. {@code onnxruntime} or {@code djl}
 * @param operation the library's operation, e.g. {@code run} or {@code predict}
 * @param outcome whether the call returned or threw
 */
public record Call(String model, String engine, String operation, Outcome outcome) {
  /** A model's name of more than 1,024 characters is cut, and ends in a hash of the whole. */
  public Call {
    model = BoundedText.onReceipt(model);
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
