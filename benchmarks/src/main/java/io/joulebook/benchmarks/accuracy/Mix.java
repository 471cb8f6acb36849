package io.joulebook.benchmarks.accuracy;

import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;

/** Which model is called next: one and the same, or two at random. Thread-safe. */
final class Mix {
  private final int heavyAtMost;
  private final Model usual;
  private final AtomicInteger heavy = new AtomicInteger();

  private Mix(Model usual, int heavyAtMost) {
    this.usual = usual;
    this.heavyAtMost = heavyAtMost;
  }

  static Mix only(Model model) {
    return new Mix(model, 0);
  }

  /** Heavy or light calls, but never more heavy ones at a time than the GPU's limit allows. */
  static Mix heavyAndLight(int heavyAtMost) {
    return new Mix(Model.LIGHT, heavyAtMost);
  }

  /** Models differ in it, so that their streams do not call at the same times. */
  int seed() {
    return usual.label().hashCode();
  }

  Model next(Random random) {
    if (heavyAtMost == 0 || random.nextBoolean()) {
      return usual;
    }
    if (heavy.incrementAndGet() <= heavyAtMost) {
      return Model.HEAVY;
    }
    heavy.decrementAndGet();
    return usual;
  }

  void done(Model model) {
    if (heavyAtMost > 0 && model == Model.HEAVY) {
      heavy.decrementAndGet();
    }
  }
}
