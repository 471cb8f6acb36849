package io.joulebook.agent.instrument;

import static net.bytebuddy.matcher.ElementMatchers.isNative;
import static net.bytebuddy.matcher.ElementMatchers.isPublic;
import static net.bytebuddy.matcher.ElementMatchers.nameStartsWith;
import static net.bytebuddy.matcher.ElementMatchers.named;
import static net.bytebuddy.matcher.ElementMatchers.not;
import static net.bytebuddy.matcher.ElementMatchers.takesArgument;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.ToLongFunction;
import net.bytebuddy.description.type.TypeDescription;
import net.bytebuddy.dynamic.DynamicType;
import org.jspecify.annotations.Nullable;

/**
 * ONNX Runtime's Java binding, {@code ai.onnxruntime}, seen to work from 1.12 to 1.29. A session is
 * known by how it was made: the file's or its folder's name, for a model passed as bytes
 * LangChain4j's class or a fingerprint; and it runs on the GPUs whose execution provider was added
 * to its options. {@code run} returns when the work is done.
 */
final class OnnxRuntimeHook implements CallHook {
  static final String NAME = "onnxruntime";
  static final String SESSION = "ai.onnxruntime.OrtSession";
  private static final String ENVIRONMENT = "ai.onnxruntime.OrtEnvironment";
  private static final String OPTIONS = "ai.onnxruntime.OrtSession$SessionOptions";
  private static final Placement CPU =
      new Placement.Elsewhere("no execution provider of a GPU was added to its session's options");

  private static final String ALLOCATOR = "ai.onnxruntime.OrtAllocator";

  private final WeakIdentityMap<Placement> placementOfOptions = new WeakIdentityMap<>();
  private final LoadedModels sessions = new LoadedModels(NAME, SESSION, "run", "onnx");

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Set<String> types() {
    return Set.of(SESSION, ENVIRONMENT, OPTIONS);
  }

  @Override
  public Set<String> triggers() {
    return Set.of(ENVIRONMENT, "ai.onnxruntime.OnnxRuntime");
  }

  @Override
  public boolean isEssential(String type) {
    return type.equals(SESSION);
  }

  @Override
  public Set<String> needs(String type) {
    return switch (type) {
      case SESSION -> Set.of("run");
      case ENVIRONMENT -> Set.of("createSession");
      default -> Set.of();
    };
  }

  @Override
  public DynamicType.Builder<?> weave(
      DynamicType.Builder<?> builder, TypeDescription type, int site) {
    return switch (type.getName()) {
      case SESSION ->
          builder.visit(
              Weaving.advice(
                      OnnxRuntimeAdvice.Run.class,
                      ExitAdvice.CallWithResult.class,
                      site | JoulebookBridge.LEAF)
                  .on(named("run").and(not(isNative()))));
      case ENVIRONMENT ->
          builder.visit(
              Weaving.advice(OnnxRuntimeAdvice.CreateSession.class, site)
                  .on(named("createSession").and(takesArgument(1, named(ALLOCATOR)))));
      default ->
          builder.visit(
              Weaving.advice(OnnxRuntimeAdvice.AddProvider.class, site)
                  .on(nameStartsWith("add").and(isPublic()).and(not(isNative()))));
    };
  }

  @Override
  public void noted(@Nullable Object first, @Nullable Object second, @Nullable Object third) {
    if (first == null || second == null) {
      return;
    }
    if (first.getClass().getName().equals(SESSION)) {
      sessions.add(first, second, placementOf(third), batch(first));
    } else if (second instanceof String method && third instanceof Object[] arguments) {
      Placement before = placementOf(first);
      placementOfOptions.put(first, OnnxProviders.placement(before, method, arguments));
    }
  }

  // The first input whose first dimension is free; if none is, all calls are of one size.
  private static Batch batch(Object session) {
    try {
      long fewest = Long.MAX_VALUE;
      Map<?, ?> inputs = (Map<?, ?>) Reflected.call(session, SESSION, "getInputInfo");
      for (Map.Entry<?, ?> input : inputs.entrySet()) {
        long[] shape = Reflected.declaredShape(input.getValue());
        if (shape.length > 0 && shape[0] < 0) {
          return Batch.of((String) input.getKey());
        }
        fewest = shape.length > 1 ? Math.min(fewest, shape[0]) : fewest;
      }
      return fewest == Long.MAX_VALUE ? Batch.UNKNOWN : Batch.fixed(fewest);
    } catch (ReflectiveOperationException | RuntimeException unknownVersion) {
      return Batch.UNKNOWN;
    }
  }

  // Options to which no execution provider was added run on the CPU.
  private Placement placementOf(@Nullable Object options) {
    Placement known = options == null ? null : placementOfOptions.get(options);
    return known == null ? CPU : known;
  }

  // A session that is older than the agent: neither its name nor its device was seen.
  @Override
  public ModelFacts model(@Nullable Object session, @Nullable Object context) {
    return sessions.of(session, Placement.UNKNOWN, Batch.UNKNOWN);
  }

  @Override
  public Optional<ToLongFunction<Object>> sizes(Batch batch) {
    return Optional.of(new OnnxSizes(batch));
  }
}
