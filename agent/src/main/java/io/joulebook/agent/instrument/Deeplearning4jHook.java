package io.joulebook.agent.instrument;

import static net.bytebuddy.matcher.ElementMatchers.isStatic;
import static net.bytebuddy.matcher.ElementMatchers.nameStartsWith;
import static net.bytebuddy.matcher.ElementMatchers.named;
import static net.bytebuddy.matcher.ElementMatchers.namedOneOf;
import static net.bytebuddy.matcher.ElementMatchers.takesArgument;

import java.io.File;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.ToLongFunction;
import net.bytebuddy.asm.Advice;
import net.bytebuddy.description.type.TypeDescription;
import net.bytebuddy.dynamic.DynamicType;
import org.jspecify.annotations.Nullable;

/**
 * Deeplearning4j: what every {@code output} of {@code MultiLayerNetwork} and {@code
 * ComputationGraph} reaches, and SameDiff's; tested on 1.0.0-M2.1 and 1.0.0-beta7. {@code
 * ParallelInference} batches requests and calls a network on threads of its own: each batch is a
 * call.
 */
final class Deeplearning4jHook implements CallHook {
  static final String NAME = "deeplearning4j";
  static final String NETWORK = "org.deeplearning4j.nn.multilayer.MultiLayerNetwork";
  private static final String GRAPH = "org.deeplearning4j.nn.graph.ComputationGraph";
  private static final String SAMEDIFF = "org.nd4j.autodiff.samediff.SameDiff";
  private static final String LOADER = "org.deeplearning4j.util.ModelSerializer";

  private final LoadedModels models = new LoadedModels(NAME, NETWORK, "output", NAME);

  /** Into SameDiff: the placeholders' values tell the size. */
  static final class Execute {
    private Execute() {}

    @Advice.OnMethodEnter(suppress = Throwable.class)
    static long enter(
        @HookId int site, @Advice.This Object graph, @Advice.Argument(0) Object placeholders) {
      return JoulebookBridge.enter(site, graph, null, placeholders, 0);
    }
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Set<String> types() {
    return Set.of(NETWORK, GRAPH, SAMEDIFF, LOADER);
  }

  @Override
  public boolean isEssential(String type) {
    return !type.equals(LOADER);
  }

  @Override
  public Set<String> needs(String type) {
    return switch (type) {
      case NETWORK -> Set.of("outputOfLayerDetached");
      case GRAPH -> Set.of("outputOfLayersDetached");
      case SAMEDIFF -> Set.of("directExecHelper");
      default -> Set.of();
    };
  }

  @Override
  public DynamicType.Builder<?> weave(
      DynamicType.Builder<?> builder, TypeDescription type, int site) {
    int leaf = site | JoulebookBridge.LEAF;
    return switch (type.getName()) {
      case LOADER ->
          builder.visit(
              Weaving.advice(EngineAdvice.Load.class, site)
                  .on(
                      namedOneOf("restoreMultiLayerNetwork", "restoreComputationGraph")
                          .and(takesArgument(0, File.class))));
      case SAMEDIFF ->
          builder
              .visit(
                  Weaving.advice(Execute.class, ExitAdvice.Call.class, leaf)
                      .on(named("directExecHelper")))
              .visit(
                  Weaving.advice(EngineAdvice.Load.class, site)
                      .on(
                          nameStartsWith("fromFlatFile")
                              .and(isStatic())
                              .and(takesArgument(0, File.class))));
      default ->
          builder.visit(
              Weaving.advice(EngineAdvice.Call.class, ExitAdvice.CallWithResult.class, leaf)
                  .on(namedOneOf("outputOfLayerDetached", "outputOfLayersDetached")));
    };
  }

  @Override
  public void noted(@Nullable Object first, @Nullable Object second, @Nullable Object third) {
    if (first != null && second instanceof Object[] arguments) {
      models.add(first, arguments[0], Placement.UNKNOWN, Batch.UNKNOWN);
    }
  }

  @Override
  public ModelFacts model(@Nullable Object called, @Nullable Object context) {
    return models.of(called, Placement.UNKNOWN, batch(called));
  }

  // The first placeholder whose first dimension is free.
  private static Batch batch(@Nullable Object called) {
    if (called == null || !called.getClass().getName().equals(SAMEDIFF)) {
      return Batch.UNKNOWN;
    }
    try {
      Iterable<?> inputs = (Iterable<?>) Reflected.call(called, SAMEDIFF, "inputs");
      for (Object input : inputs) {
        Object variable = Reflected.call(called, SAMEDIFF, "getVariable", (String) input);
        Object shape =
            Reflected.call(variable, "org.nd4j.autodiff.samediff.SDVariable", "placeholderShape");
        if (shape instanceof long[] declared && declared.length > 0 && declared[0] < 0) {
          return Batch.of((String) input);
        }
      }
      return Batch.UNKNOWN;
    } catch (ReflectiveOperationException | RuntimeException unknownVersion) {
      return Batch.UNKNOWN;
    }
  }

  @Override
  public Optional<ToLongFunction<Object>> sizes(Batch batch) {
    return Optional.of(from -> rows(from, batch));
  }

  private static long rows(Object from, Batch batch) {
    if (from instanceof Object[] results) {
      return results.length == 0 ? JoulebookBridge.UNKNOWN_SIZE : rows(results[0]);
    }
    if (!PlainCollections.isMap(from)) {
      return rows(from);
    }
    Object value = batch.input().map(((Map<?, ?>) from)::get).orElse(null);
    return value == null ? JoulebookBridge.UNKNOWN_SIZE : rows(value);
  }

  private static long rows(Object array) {
    return JoulebookBridge.size(TensorShape.rows(array));
  }
}
