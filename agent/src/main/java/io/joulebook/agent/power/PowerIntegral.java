package io.joulebook.agent.power;

/**
 * Energy from readings of instant power: each value holds until another is read. No nanojoule is
 * rounded off.
 */
final class PowerIntegral {
  private static final long NANO_MILLIWATTS_PER_MICROJOULE = 1_000_000;

  private long milliwatts;
  private long since;
  private long read;
  private long rest;

  void begin(long at, long milliwatts) {
    rest = 0;
    this.milliwatts = milliwatts;
    since = at;
    read = at;
  }

  /** Up to when its energy has been given out. */
  long since() {
    return since;
  }

  /** The last reading. */
  long read() {
    return read;
  }

  void readAgain(long at) {
    read = at;
  }

  boolean isUnchanged(long power) {
    return power == milliwatts;
  }

  /** Takes the power from a time on, and gives the microjoules up to it. */
  long advance(long at, long power) {
    long amount = Math.addExact(Math.multiplyExact(milliwatts, at - since), rest);
    rest = amount % NANO_MILLIWATTS_PER_MICROJOULE;
    milliwatts = power;
    since = at;
    return amount / NANO_MILLIWATTS_PER_MICROJOULE;
  }
}
