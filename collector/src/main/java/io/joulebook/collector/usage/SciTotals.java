package io.joulebook.collector.usage;

import io.joulebook.collector.Account;
import io.joulebook.collector.Grams;
import java.util.Optional;

/** Energy and embodied grams of a device, of calls and in all. */
final class SciTotals {
  private double energy;
  private double ofCalls;
  private double embodied;
  private double embodiedOfCalls;

  /** Adds what an account of a device has received, in microjoules. */
  void addEnergy(Account account, long micros) {
    energy += (double) micros;
    ofCalls += account == Account.REQUESTS ? (double) micros : 0;
  }

  /** Adds the embodied grams of a device's time with and without a call in flight. */
  void addEmbodied(Grams busy, Grams idle) {
    embodied += busy.toDouble() + idle.toDouble();
    embodiedOfCalls += busy.toDouble();
  }

  /** By how much a model's own figures grow; empty while no energy is of calls. */
  Optional<Sci> toSci() {
    double made = embodiedOfCalls == 0 ? 1 : embodied / embodiedOfCalls;
    return ofCalls == 0 ? Optional.empty() : Optional.of(new Sci(energy / ofCalls, made));
  }
}
