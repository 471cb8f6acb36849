package io.joulebook.collector.metrics;

import io.joulebook.collector.Account;
import io.joulebook.collector.Grams;
import org.jspecify.annotations.Nullable;

/** Energy and embodied grams of all devices, of calls and in all. */
final class SciSums {
  private double energy;
  private double ofCalls;
  private double embodied;
  private double embodiedOfCalls;

  void addEnergy(Account account, long micros) {
    energy += (double) micros;
    ofCalls += account == Account.REQUESTS ? (double) micros : 0;
  }

  void addEmbodied(Grams busy, Grams idle) {
    embodied += busy.plus(idle).toDouble();
    embodiedOfCalls += busy.toDouble();
  }

  /** By how much a model's own figures grow; null while no energy is of calls. */
  @Nullable Sci toSci() {
    return ofCalls == 0
        ? null
        : new Sci(energy / ofCalls, embodiedOfCalls == 0 ? 1 : embodied / embodiedOfCalls);
  }
}
