package io.joulebook.collector.budget;

import io.joulebook.collector.Grams;
import io.joulebook.collector.Joules;

/** What a budget allows. */
public sealed interface Limit {
  /** Energy, active and base, of one call. */
  record JoulesPerCall(Joules most) implements Limit {}

  /** Energy of one call over the tokens that it generated. */
  record JoulesPerOutputToken(Joules most) implements Limit {}

  /** Operational grams of CO2e of one call, at the intensity known when it is settled. */
  record GramsPerCall(Grams most) implements Limit {}

  /** Energy of all calls together that are settled on one day of UTC. */
  record JoulesPerDay(Joules most) implements Limit {}
}
