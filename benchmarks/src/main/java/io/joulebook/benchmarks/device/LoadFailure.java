package io.joulebook.benchmarks.device;

/** The GPU cannot be given work; the message says why. */
final class LoadFailure extends Exception {
  private static final long serialVersionUID = 1L;

  LoadFailure(String message) {
    super(message);
  }
}
