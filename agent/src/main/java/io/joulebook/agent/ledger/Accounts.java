package io.joulebook.agent.ledger;

/** What a device has measured, and what its accounts other than the calls' have received. */
final class Accounts {
  private long measured;
  private long idle;
  private long unattributed;

  void enter(long micros, Split split) {
    measured += micros;
    idle += split.idle();
    unattributed += split.unattributed();
  }

  /** Measured less all accounts; {@code requests} is what the calls say that they have received. */
  long residual(long requests) {
    return measured - requests - idle - unattributed;
  }
}
