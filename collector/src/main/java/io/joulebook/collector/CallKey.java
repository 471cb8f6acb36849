package io.joulebook.collector;

import java.util.Comparator;

/**
 * What calls are told apart by: the first labels of every per-call metric.
 *
 * @param model the model's name, e.g. {@code all-minilm-l6-v2}
 * @param engine the inference library, e.g. {@code onnxruntime} or {@code djl}
 * @param operation the library's operation, e.g. {@code run} or {@code predict}
 */
public record CallKey(String model, String engine, String operation)
    implements Comparable<CallKey> {
  private static final Comparator<CallKey> ORDER =
      Comparator.comparing(CallKey::model)
          .thenComparing(CallKey::engine)
          .thenComparing(CallKey::operation);

  /** A model's name of more than 1,024 characters is cut, and ends in a hash of the whole. */
  public CallKey {
    model = BoundedText.onReceipt(model);
  }

  /** The same operation of the same engine under another name of the model. */
  public CallKey named(String other) {
    return new CallKey(other, engine, operation);
  }

  @Override
  public int compareTo(CallKey other) {
    return ORDER.compare(this, other);
  }
}
