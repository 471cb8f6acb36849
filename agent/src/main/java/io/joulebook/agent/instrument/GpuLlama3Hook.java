package io.joulebook.agent.instrument;

import static net.bytebuddy.matcher.ElementMatchers.isStatic;
import static net.bytebuddy.matcher.ElementMatchers.named;
import static net.bytebuddy.matcher.ElementMatchers.namedOneOf;
import static net.bytebuddy.matcher.ElementMatchers.takesArgument;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import net.bytebuddy.asm.Advice;
import net.bytebuddy.description.type.TypeDescription;
import net.bytebuddy.dynamic.DynamicType;
import org.jspecify.annotations.Nullable;

/**
 * GPULlama3: {@code generateTokens} and {@code generateTokensGPU} of its models, woven into the
 * classes of 0.2.2. The lists passed and returned are the tokens read and made.
 */
final class GpuLlama3Hook implements CallHook {
  static final String NAME = "gpullama3";
  static final String LLAMA = "org.beehive.gpullama3.model.llama.Llama";
  private static final String PACKAGE = "org.beehive.gpullama3.model.";
  private static final String LOADER = PACKAGE + "loader.ModelLoader";
  private static final Set<String> MODELS =
      Stream.of("llama.Llama", "mistral.Mistral", "phi3.Phi3", "qwen2.Qwen2", "qwen3.Qwen3")
          .map(PACKAGE::concat)
          .collect(Collectors.toUnmodifiableSet());
  private static final String ON_GPU = "generateTokensGPU";
  private static final Placement CPU = new Placement.Elsewhere("it generates tokens on the CPU");

  private final LoadedModels models = new LoadedModels(NAME, LLAMA, "generate", NAME);

  /** Into both: one item of so many tokens. */
  static final class Generate {
    private Generate() {}

    @Advice.OnMethodEnter(suppress = Throwable.class)
    static long enter(
        @HookId int site,
        @Advice.This Object model,
        @Advice.Origin("#m") String method,
        @Advice.Argument(2) Object prompt) {
      return JoulebookBridge.enter(site, model, method, prompt, 0);
    }
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Set<String> types() {
    return Stream.concat(MODELS.stream(), Stream.of(LOADER)).collect(Collectors.toSet());
  }

  @Override
  public boolean isEssential(String type) {
    return MODELS.contains(type);
  }

  @Override
  public Set<String> needs(String type) {
    return isEssential(type) ? Set.of("generateTokens", ON_GPU) : Set.of("loadModel");
  }

  @Override
  public DynamicType.Builder<?> weave(
      DynamicType.Builder<?> builder, TypeDescription type, int site) {
    return type.getName().equals(LOADER)
        ? builder.visit(
            Weaving.advice(EngineAdvice.Load.class, site)
                .on(
                    named("loadModel")
                        .and(isStatic())
                        .and(takesArgument(0, named("java.nio.file.Path")))))
        : builder.visit(
            Weaving.advice(
                    Generate.class, ExitAdvice.CallWithResult.class, site | JoulebookBridge.LEAF)
                .on(namedOneOf("generateTokens", ON_GPU)));
  }

  @Override
  public void noted(@Nullable Object first, @Nullable Object second, @Nullable Object third) {
    if (first != null && second instanceof Object[] arguments) {
      models.add(first, arguments[0], Placement.UNKNOWN, Batch.UNKNOWN);
    }
  }

  @Override
  public ModelFacts model(@Nullable Object called, @Nullable Object context) {
    ModelFacts known = models.of(called, Placement.UNKNOWN, Batch.UNKNOWN);
    return context == null || context.equals(ON_GPU) ? known : known.placed(CPU);
  }

  @Override
  public Optional<ToLongFunction<Object>> sizes(Batch batch) {
    return Optional.of(
        prompt ->
            PlainCollections.isList(prompt)
                ? JoulebookBridge.size(1, ((List<?>) prompt).size())
                : JoulebookBridge.UNKNOWN_SIZE);
  }

  @Override
  public Optional<ToLongFunction<Object>> outputTokens() {
    return Optional.of(result -> PlainCollections.isList(result) ? ((List<?>) result).size() : 0);
  }
}
