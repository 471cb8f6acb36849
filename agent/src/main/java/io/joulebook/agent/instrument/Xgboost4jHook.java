package io.joulebook.agent.instrument;

import static net.bytebuddy.matcher.ElementMatchers.isStatic;
import static net.bytebuddy.matcher.ElementMatchers.named;
import static net.bytebuddy.matcher.ElementMatchers.namedOneOf;
import static net.bytebuddy.matcher.ElementMatchers.not;
import static net.bytebuddy.matcher.ElementMatchers.takesArguments;

import java.util.Optional;
import java.util.Set;
import java.util.function.ToLongFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import net.bytebuddy.description.type.TypeDescription;
import net.bytebuddy.dynamic.DynamicType;
import org.jspecify.annotations.Nullable;

/**
 * XGBoost4J: {@code Booster.predict} and {@code inplace_predict}, tested on 3.4.0 and 1.7.6. A
 * booster is known by the file it was loaded from, and runs on the CPU unless a parameter says
 * otherwise; a result has a row for each item.
 */
final class Xgboost4jHook implements CallHook {
  static final String NAME = "xgboost4j";
  static final String BOOSTER = "ml.dmlc.xgboost4j.java.Booster";
  private static final Placement CPU =
      new Placement.Elsewhere("no parameter of its booster names a GPU");
  private static final Pattern CUDA = Pattern.compile("cuda(:(\\d{1,3}))?|gpu_(hist|predictor)");

  private final LoadedModels boosters = new LoadedModels(NAME, BOOSTER, "predict", NAME);
  private final WeakIdentityMap<Placement> placements = new WeakIdentityMap<>();

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Set<String> types() {
    return Set.of(BOOSTER);
  }

  @Override
  public Set<String> needs(String type) {
    return Set.of("predict");
  }

  @Override
  public DynamicType.Builder<?> weave(
      DynamicType.Builder<?> builder, TypeDescription type, int site) {
    return builder
        .visit(
            Weaving.advice(
                    EngineAdvice.Call.class,
                    ExitAdvice.CallWithResult.class,
                    site | JoulebookBridge.LEAF)
                .on(namedOneOf("predict", "inplace_predict", "predictLeaf", "predictContrib")))
        .visit(
            Weaving.advice(EngineAdvice.Construct.class, site)
                .on(named("setParam").and(not(isStatic())).and(takesArguments(2))))
        .visit(
            Weaving.advice(EngineAdvice.Load.class, site).on(named("loadModel").and(isStatic())));
  }

  // A parameter that was set, or a booster that was loaded.
  @Override
  public void noted(@Nullable Object first, @Nullable Object second, @Nullable Object third) {
    if (first == null || !(second instanceof Object[] arguments)) {
      return;
    }
    if (arguments.length == 1) {
      boosters.add(first, arguments[0], CPU, Batch.UNKNOWN);
      return;
    }
    Matcher cuda = CUDA.matcher(String.valueOf(arguments[1]));
    if (cuda.matches()) {
      int ordinal = cuda.group(2) == null ? 0 : Integer.parseInt(cuda.group(2));
      placements.put(first, new Placement.CudaDevices(Set.of(ordinal)));
    }
  }

  @Override
  public ModelFacts model(@Nullable Object booster, @Nullable Object context) {
    ModelFacts known = boosters.of(booster, CPU, Batch.UNKNOWN);
    Placement placed = booster == null ? null : placements.get(booster);
    return placed == null ? known : known.placed(placed);
  }

  @Override
  public Optional<ToLongFunction<Object>> sizes(Batch batch) {
    return Optional.of(
        result -> result instanceof Object[] rows ? JoulebookBridge.size(rows.length) : 0);
  }
}
