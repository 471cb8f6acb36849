package io.joulebook.collector.budget;

import io.joulebook.collector.Glob;
import java.util.Optional;

/** Budgets that watch everything. */
public final class Budgets {
  private Budgets() {}

  /** One with an objective. */
  public static Budget of(String name, Limit limit, String objective) {
    return of(name, limit, Optional.of(Objective.parse(objective)));
  }

  /** One without. */
  public static Budget of(String name, Limit limit) {
    return of(name, limit, Optional.empty());
  }

  private static Budget of(String name, Limit limit, Optional<Objective> objective) {
    return new Budget(name, Glob.of("*"), Glob.of("*"), Optional.empty(), limit, objective);
  }
}
