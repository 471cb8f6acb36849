package io.joulebook.agent.instrument;

import static net.bytebuddy.matcher.ElementMatchers.isAbstract;
import static net.bytebuddy.matcher.ElementMatchers.isStatic;
import static net.bytebuddy.matcher.ElementMatchers.named;
import static net.bytebuddy.matcher.ElementMatchers.namedOneOf;
import static net.bytebuddy.matcher.ElementMatchers.not;
import static net.bytebuddy.matcher.ElementMatchers.takesArgument;

import java.io.File;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.ToLongFunction;
import net.bytebuddy.description.type.TypeDescription;
import net.bytebuddy.dynamic.DynamicType;
import org.jspecify.annotations.Nullable;

/**
 * Jlama: {@code generate}, {@code embed} and {@code classify} of its models, tested on 0.8.4. It
 * runs on the CPU only. Its response tells the tokens read and made.
 */
final class JlamaHook implements CallHook {
  static final String NAME = "jlama";
  static final String MODEL = "com.github.tjake.jlama.model.AbstractModel";
  private static final String LOADER = "com.github.tjake.jlama.model.ModelSupport";
  private static final String KIND_OF_MODEL = MODEL + "$InferenceType";
  private static final String RESPONSE =
      "com.github.tjake.jlama.model.functions.Generator$Response";
  private static final Placement CPU = new Placement.Elsewhere("Jlama runs on the CPU");

  private final LoadedModels models = new LoadedModels(NAME, MODEL, "generate", NAME);

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Set<String> types() {
    return Set.of(MODEL, LOADER);
  }

  @Override
  public boolean isEssential(String type) {
    return type.equals(MODEL);
  }

  @Override
  public Set<String> needs(String type) {
    return isEssential(type) ? Set.of("generate") : Set.of("loadModel");
  }

  @Override
  public DynamicType.Builder<?> weave(
      DynamicType.Builder<?> builder, TypeDescription type, int site) {
    if (type.getName().equals(LOADER)) {
      return builder.visit(
          Weaving.advice(EngineAdvice.Load.class, site)
              .on(named("loadModel").and(isStatic()).and(takesArgument(0, named(KIND_OF_MODEL)))));
    }
    return builder.visit(
        Weaving.advice(
                EngineAdvice.Call.class,
                ExitAdvice.CallWithResult.class,
                site | JoulebookBridge.LEAF)
            .on(namedOneOf("generate", "embed", "classify").and(not(isAbstract()))));
  }

  @Override
  public void noted(@Nullable Object first, @Nullable Object second, @Nullable Object third) {
    if (first != null
        && second instanceof Object[] arguments
        && arguments.length > 1
        && arguments[1] instanceof File folder) {
      models.add(first, new File(folder, "model.safetensors"), CPU, Batch.UNKNOWN);
    }
  }

  @Override
  public ModelFacts model(@Nullable Object called, @Nullable Object context) {
    return models.of(called, CPU, Batch.UNKNOWN);
  }

  @Override
  public Optional<ToLongFunction<Object>> sizes(Batch batch) {
    return Optional.of(JlamaHook::size);
  }

  private static long size(Object result) {
    if (isResponse(result)) {
      return JoulebookBridge.size(1, Reflected.number(result, "promptTokens"));
    }
    return result instanceof float[] || result instanceof Map<?, ?>
        ? 1
        : JoulebookBridge.UNKNOWN_SIZE;
  }

  @Override
  public Optional<ToLongFunction<Object>> outputTokens() {
    return Optional.of(
        result -> isResponse(result) ? Reflected.number(result, "generatedTokens") : 0);
  }

  private static boolean isResponse(Object result) {
    return result.getClass().getName().equals(RESPONSE);
  }
}
