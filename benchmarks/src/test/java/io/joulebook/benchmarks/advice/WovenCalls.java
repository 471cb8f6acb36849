package io.joulebook.benchmarks.advice;

import java.io.IOException;

/** Calls both models of the advice benchmark, then waits for the end of its input. */
final class WovenCalls {
  static final int CALLS = 50;

  private WovenCalls() {}

  public static void main(String[] args) throws IOException {
    for (int i = 0; i < CALLS; i++) {
      new Plain().infer();
      new Target().infer();
    }
    System.out.println("folded " + Bridge.folded() + ", in use " + Bridge.isInUse());
    System.in.transferTo(System.out);
  }
}
