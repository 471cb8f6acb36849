package io.joulebook.agent.power;

/**
 * Energy from readings of instant power: each holds until the next. No nanojoule is rounded off.
 */
final class PowerIntegral {
  private static final long NANO_MILLIWATTS_PER_MICROJOULE = 1_000_000;

  private long milliwatts;
  private long since;
  private long rest;

  void begin(long at, long milliwatts) {
    rest = 0;
    hold(at, milliwatts);
  }

  private void hold(long at, long power) {
    since = at;
    milliwatts = power;
  }

  long since() {
    return since;
  }

  /** Takes the next reading and gives the microjoules since the one before. */
  long advance(long at, long power) {
    long amount = Math.addExact(Math.multiplyExact(milliwatts, at - since), rest);
    rest = amount % NANO_MILLIWATTS_PER_MICROJOULE;
    hold(at, power);
    return amount / NANO_MILLIWATTS_PER_MICROJOULE;
  }
}
