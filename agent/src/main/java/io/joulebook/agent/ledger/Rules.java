package io.joulebook.agent.ledger;

import java.util.Optional;

/**
 * By what the books are kept. Tests plant bugs in it.
 *
 * @param split how an interval is divided among the accounts
 * @param balance what calls hold and have settled
 * @param calibrates whether the sensor's lag is learned
 */
record Rules(SplitRule split, SettlementBalance balance, boolean calibrates) {
  static Rules sound() {
    return new Rules(Split::of, new SettlementBalance(), true);
  }

  /** See {@link Split#of}. */
  interface SplitRule {
    Split split(
        long micros, long length, long busy, long uncertainty, Optional<BasePower.Estimate> base);
  }
}
