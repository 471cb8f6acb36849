package io.joulebook.agent.instrument;

import static net.bytebuddy.matcher.ElementMatchers.isConstructor;
import static net.bytebuddy.matcher.ElementMatchers.isNative;
import static net.bytebuddy.matcher.ElementMatchers.isSynthetic;
import static net.bytebuddy.matcher.ElementMatchers.named;
import static net.bytebuddy.matcher.ElementMatchers.not;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import net.bytebuddy.asm.Advice;
import net.bytebuddy.description.type.TypeDescription;
import net.bytebuddy.dynamic.DynamicType;
import org.jspecify.annotations.Nullable;

/**
 * java-llama.cpp and a fork of it: {@code complete}, {@code rerank} and the iterators that {@code
 * generate} makes, tested on 4.2.0 and 3.4.1. A model computes as soon as an iterator is there, on
 * a thread of its own: the call begins with the iterator and ends with its last piece, or when it
 * is cancelled. {@code embed} and, in the newest, one {@code rerank} are native.
 */
final class LlamaHook implements CallHook {
  static final String NAME = "llama";
  static final String MODEL = "de.kherud.llama.LlamaModel";
  private static final Set<String> PACKAGES = Set.of("de.kherud.llama.", "net.ladenthin.llama.");
  private static final Set<String> ITERATORS = Set.of("LlamaIterator", "LlamaModel$LlamaIterator");

  /** How parameters give a model's path and the layers on GPUs, by version of the library. */
  private static final Set<String> PATHS = Set.of("--model", "-m", "model_path", "model");

  private static final Set<String> LAYERS = Set.of("--gpu-layers", "-ngl", "n_gpu_layers");

  private static final Pattern QUOTED = Pattern.compile("\"(.*)\"");
  private static final Placement CPU = new Placement.Elsewhere("no layer of its model is on a GPU");

  private final LoadedModels models = new LoadedModels(NAME, MODEL, "complete", NAME);

  /** Into an iterator's constructor: what it was made for goes on until its last piece. */
  static final class Iterate {
    private Iterate() {}

    @Advice.OnMethodExit(suppress = Throwable.class)
    static void exit(
        @HookId int site, @Advice.This Object iterator, @Advice.Argument(0) Object model) {
      JoulebookBridge.exit(JoulebookBridge.enter(site, model, null, null, 1), false, iterator);
    }
  }

  /** Into an iterator's {@code next}. */
  static final class Next {
    private Next() {}

    @Advice.OnMethodExit(
        suppress = Throwable.class,
        onThrowable = Throwable.class,
        backupArguments = false)
    static void exit(
        @Advice.This Object iterator,
        @Advice.FieldValue("hasNext") boolean goesOn,
        @Advice.Thrown @Nullable Throwable thrown,
        @Advice.Return @Nullable Object piece) {
      JoulebookBridge.piece(iterator, piece, !goesOn || thrown != null);
    }
  }

  /** Into an iterator's {@code cancel}. */
  static final class Cancel {
    private Cancel() {}

    @Advice.OnMethodExit(
        suppress = Throwable.class,
        onThrowable = Throwable.class,
        backupArguments = false)
    static void exit(@Advice.This Object iterator) {
      JoulebookBridge.piece(iterator, null, true);
    }
  }

  /** Into {@code rerank}: one item a document. */
  static final class Rerank {
    private Rerank() {}

    @Advice.OnMethodEnter(suppress = Throwable.class)
    static long enter(
        @HookId int site, @Advice.This Object model, @Advice.Argument(2) Object[] documents) {
      return JoulebookBridge.enter(site, model, null, null, documents.length);
    }
  }

  /** Into the native {@code rerank}: one item a document. */
  static final class NativeRerank {
    private NativeRerank() {}

    @Advice.OnMethodEnter(suppress = Throwable.class)
    static long enter(
        @HookId int site, @Advice.This Object model, @Advice.Argument(1) Object[] documents) {
      return JoulebookBridge.enter(site, model, null, null, documents.length);
    }
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Map<String, Class<?>> natives() {
    return Map.of("embed", EngineAdvice.OneItem.class, "rerank", NativeRerank.class);
  }

  @Override
  public Set<String> types() {
    return PACKAGES.stream()
        .flatMap(
            each -> Stream.concat(Stream.of("LlamaModel"), ITERATORS.stream()).map(each::concat))
        .collect(Collectors.toUnmodifiableSet());
  }

  @Override
  public boolean isEssential(String type) {
    return type.endsWith(".LlamaModel");
  }

  @Override
  public Set<String> needs(String type) {
    return Set.of(isEssential(type) ? "complete" : "next");
  }

  @Override
  public DynamicType.Builder<?> weave(
      DynamicType.Builder<?> builder, TypeDescription type, int site) {
    int leaf = site | JoulebookBridge.LEAF;
    if (!isEssential(type.getName())) {
      return builder
          .visit(Weaving.advice(Iterate.class, leaf).on(isConstructor().and(not(isSynthetic()))))
          .visit(Weaving.advice(Next.class, leaf).on(named("next").and(not(isSynthetic()))))
          .visit(Weaving.advice(Cancel.class, leaf).on(named("cancel")));
    }
    return builder
        .visit(Weaving.advice(EngineAdvice.Construct.class, site).on(isConstructor()))
        .visit(
            Weaving.advice(EngineAdvice.OneItem.class, ExitAdvice.CallWithResult.class, leaf)
                .on(named("complete").and(not(isNative()))))
        .visit(
            Weaving.advice(Rerank.class, ExitAdvice.Call.class, leaf)
                .on(named("rerank").and(not(isNative()))));
  }

  @Override
  public void noted(@Nullable Object first, @Nullable Object second, @Nullable Object third)
      throws ReflectiveOperationException {
    if (first != null && second instanceof Object[] arguments && arguments.length > 0) {
      Object last = arguments[arguments.length - 1];
      String path =
          arguments[0] instanceof String given ? given : parameter(last, PATHS).orElse("");
      String layers =
          arguments.length > 1
              ? String.valueOf(Reflected.number(last, "nGpuLayers"))
              : parameter(last, LAYERS).orElse("");
      models.add(first, path, layers.equals("0") ? CPU : Placement.UNKNOWN, Batch.UNKNOWN);
    }
  }

  private static Optional<String> parameter(Object parameters, Set<String> names)
      throws ReflectiveOperationException {
    Map<?, ?> all = (Map<?, ?>) Reflected.field(parameters, "parameters");
    return names.stream()
        .filter(all::containsKey)
        .map(name -> String.valueOf(all.get(name)))
        .map(value -> unquoted(value))
        .findFirst();
  }

  private static String unquoted(String value) {
    Matcher quoted = QUOTED.matcher(value);
    return quoted.matches() ? quoted.group(1) : value;
  }

  @Override
  public ModelFacts model(@Nullable Object called, @Nullable Object context) {
    return models.of(called, Placement.UNKNOWN, Batch.UNKNOWN);
  }

  @Override
  public Optional<Function<Object, @Nullable Object>> streams() {
    return Optional.of(result -> isIterator(result) ? result : null);
  }

  private static boolean isIterator(Object result) {
    String type = result.getClass().getName();
    return ITERATORS.contains(type.substring(type.lastIndexOf('.') + 1));
  }
}
