package io.joulebook.agent.config;

import io.joulebook.collector.Glob;
import io.joulebook.collector.Grams;
import io.joulebook.collector.Joules;
import io.joulebook.collector.budget.Budget;
import io.joulebook.collector.budget.Limit;
import io.joulebook.collector.budget.Objective;
import io.joulebook.collector.config.ConfigTree;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.LongFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Reads what the configuration file says of budgets. */
public final class BudgetRules {
  /** Each has half a dozen series. */
  private static final int MOST = 100;

  private static final int MICROS = 6;
  private static final int NANOS = 9;
  private static final BigDecimal JOULES_PER_KWH = BigDecimal.valueOf(3_600_000);

  private static final Map<String, Reader> LIMITS =
      new TreeMap<>(
          Map.of(
              "joules-per-call",
              (tree, key) -> new Limit.JoulesPerCall(joules(tree, key, BigDecimal.ONE)),
              "joules-per-output-token",
              (tree, key) -> new Limit.JoulesPerOutputToken(joules(tree, key, BigDecimal.ONE)),
              "grams-per-call",
              (tree, key) ->
                  new Limit.GramsPerCall(
                      amount(tree, key, tree.required(key).movePointRight(NANOS), Grams::ofNanos)),
              "kwh-per-day",
              (tree, key) -> new Limit.JoulesPerDay(joules(tree, key, JOULES_PER_KWH))));

  private static final Set<String> KEYS =
      Stream.concat(
              LIMITS.keySet().stream(),
              Stream.of("name", "model", "route", "operation", "objective"))
          .collect(Collectors.toUnmodifiableSet());

  private final List<Budget> budgets = new ArrayList<>();
  private final List<String> complaints = new ArrayList<>();
  private final boolean read;

  /** Reads a limit. */
  private interface Reader {
    Limit read(ConfigTree tree, String key);
  }

  private BudgetRules(Settings settings) {
    read = !settings.isIgnored(Keys.BUDGETS);
    Set<String> names = new HashSet<>();
    settings
        .tree(Keys.BUDGETS)
        .ifPresent(
            tree ->
                budgets.addAll(
                    ConfigTree.each(
                        Keys.BUDGETS, tree, KEYS, rule -> budget(rule, names), complaints)));
  }

  /** Reads them; what cannot be used is left out, with a complaint. */
  public static BudgetRules of(Settings settings) {
    return new BudgetRules(settings);
  }

  /** Whether they could be read at all; if not, the settings' complaints say why. */
  public boolean areRead() {
    return read;
  }

  /** What could be used. */
  public List<Budget> budgets() {
    return List.copyOf(budgets);
  }

  /** One line for each budget that could not. */
  public List<String> complaints() {
    return List.copyOf(complaints);
  }

  /** One line for each budget that is in order and yet can judge no call. */
  public List<String> remarks() {
    return budgets.stream()
        .filter(budget -> budget.limit() instanceof Limit.JoulesPerOutputToken)
        .map(BudgetRules::cannotJudge)
        .toList();
  }

  private static String cannotJudge(Budget budget) {
    return "budget "
        + budget.name()
        + " judges only calls whose output tokens are seen (docs/engines.md has which); others are"
        + " counted as unjudged";
  }

  private static Budget budget(ConfigTree tree, Set<String> names) {
    String name =
        tree.text("name")
            .orElseThrow(() -> new IllegalArgumentException(tree.place() + " lacks a name"));
    if (names.size() == MOST) {
      throw new IllegalArgumentException(tree.place() + ": " + MOST + " budgets are allowed");
    }
    Budget budget =
        new Budget(
            name,
            Glob.of(tree.text("model").orElse("*")),
            Glob.of(tree.text("operation").orElse("*")),
            tree.text("route").map(Glob::of),
            limit(tree),
            tree.text("objective").map(Objective::parse));
    if (!names.add(name)) {
      throw new IllegalArgumentException(
          tree.place() + ".name is \"" + name + "\": another budget has that name already");
    }
    return budget;
  }

  private static Limit limit(ConfigTree tree) {
    List<String> given = LIMITS.keySet().stream().filter(tree::has).toList();
    if (given.size() != 1) {
      throw new IllegalArgumentException(
          tree.place()
              + (given.isEmpty() ? " has no limit" : " has several limits: " + given)
              + "; it must have one of "
              + LIMITS.keySet());
    }
    String key = given.get(0);
    return Objects.requireNonNull(LIMITS.get(key)).read(tree, key);
  }

  private static Joules joules(ConfigTree tree, String key, BigDecimal each) {
    BigDecimal micros = tree.required(key).multiply(each).movePointRight(MICROS);
    return amount(tree, key, micros, Joules::ofMicros);
  }

  private static <T> T amount(ConfigTree tree, String key, BigDecimal kept, LongFunction<T> of) {
    BigDecimal whole = kept.setScale(0, RoundingMode.HALF_EVEN);
    if (whole.signum() == 0 || whole.toBigInteger().bitLength() > Long.SIZE - 1) {
      throw tree.refused(key, "more than nothing, and an amount that the books can hold");
    }
    return of.apply(whole.longValueExact());
  }
}
