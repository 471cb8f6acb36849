package io.joulebook.agent.ledger;

/**
 * Calls that are taken to draw alike, or by their size: of one model and operation, and of about
 * one size, which is their batch or their tokens.
 *
 * @param model the model's name
 * @param operation the library's operation
 * @param sizeBits the bits that the size needs: sizes of 1, 2 to 3, 4 to 7 and so on are told apart
 */
public record CallClass(String model, String operation, int sizeBits) {
  /** The class of a call on that many items or tokens. */
  public static CallClass of(String model, String operation, long size) {
    return new CallClass(model, operation, Long.SIZE - Long.numberOfLeadingZeros(size));
  }

  /** Whether only the size of its calls differs. */
  boolean isOtherSizeOf(CallClass other) {
    return model.equals(other.model) && operation.equals(other.operation);
  }

  /** A size in the middle of its range. */
  double typicalSize() {
    return sizeBits <= 1 ? 1 : 0.75 * Math.pow(2, sizeBits);
  }

  /** By what factor two sizes differ; at least 1. */
  static double far(double size, double other) {
    return Math.max(size / other, other / size);
  }
}
