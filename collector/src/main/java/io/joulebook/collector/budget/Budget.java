package io.joulebook.collector.budget;

import io.joulebook.collector.Glob;
import io.joulebook.collector.Receipt;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What calls may cost.
 *
 * @param name its name, the label {@code budget} of its metrics
 * @param model the models that it watches
 * @param operation the operations
 * @param route the routes; if absent, calls of every route and of none
 * @param limit what it allows
 * @param objective which part of the calls is to be within; absent exactly if the limit is for a
 *     day
 */
public record Budget(
    String name,
    Glob model,
    Glob operation,
    Optional<Glob> route,
    Limit limit,
    Optional<Objective> objective) {
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_.-]{1,64}");

  public Budget {
    if (!NAME.matcher(name).matches()) {
      throw new IllegalArgumentException(
          "'" + name + "' is not a budget's name: 1 to 64 letters, digits, dots, - and _ are");
    }
    if (limit instanceof Limit.JoulesPerDay == objective.isPresent()) {
      throw new IllegalArgumentException(
          objective.isPresent()
              ? "a limit per day takes no objective: it is to be kept every day"
              : "it lacks an objective: the part of the calls that is to be within, e.g. 99%");
    }
  }

  /** What it watches, in words. */
  public String watched() {
    return "model "
        + model
        + ", operation "
        + operation
        + route.map(glob -> ", route " + glob).orElse("");
  }

  /** Whether it watches the call. */
  public boolean watches(Receipt receipt) {
    return model.matches(receipt.call().model())
        && operation.matches(receipt.call().operation())
        && (route.isEmpty() || receipt.route().filter(route.get()::matches).isPresent());
  }
}
