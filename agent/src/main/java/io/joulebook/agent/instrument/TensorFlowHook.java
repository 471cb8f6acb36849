package io.joulebook.agent.instrument;

import static net.bytebuddy.matcher.ElementMatchers.named;
import static net.bytebuddy.matcher.ElementMatchers.takesArgument;
import static net.bytebuddy.matcher.ElementMatchers.takesArguments;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.ToLongFunction;
import net.bytebuddy.asm.Advice;
import net.bytebuddy.description.type.TypeDescription;
import net.bytebuddy.dynamic.DynamicType;
import org.jspecify.annotations.Nullable;

/**
 * TensorFlow Java: {@code Session.Runner.run} where it fetches something, so not what initialises,
 * restores or saves variables, and {@code ConcreteFunction.call}; tested on 1.1.0, 0.5.0 and the
 * legacy 1.15.0. A session is known by the SavedModel that it was loaded from.
 */
final class TensorFlowHook implements CallHook {
  static final String NAME = "tensorflow";
  static final String RUNNER = "org.tensorflow.Session$Runner";
  private static final String FUNCTION = "org.tensorflow.ConcreteFunction";
  private static final String BUNDLE = "org.tensorflow.SavedModelBundle";
  private static final String LOADER = BUNDLE + "$Loader";

  private final LoadedModels sessions = new LoadedModels(NAME, RUNNER, "run", NAME);

  /** Into the method that all ways to run a session reach. */
  static final class Run {
    private Run() {}

    @Advice.OnMethodEnter(suppress = Throwable.class)
    static long enter(
        @HookId int site,
        @Advice.FieldValue("this$0") Object session,
        @Advice.FieldValue("outputs") List<?> fetched,
        @Advice.FieldValue("inputTensors") List<?> fed) {
      return fetched.isEmpty() ? 0 : JoulebookBridge.enter(site, session, null, fed, 0);
    }
  }

  /** Into a function's {@code call}, which needs no session. */
  static final class Call {
    private Call() {}

    @Advice.OnMethodEnter(suppress = Throwable.class)
    static long enter(
        @HookId int site, @Advice.This Object function, @Advice.Argument(0) Object fed) {
      return JoulebookBridge.enter(site, function, null, fed, 0);
    }
  }

  /** Into the loading of a SavedModel. */
  static final class Load {
    private Load() {}

    @Advice.OnMethodExit(suppress = Throwable.class, backupArguments = false)
    static void exit(
        @HookId int site,
        @Advice.Return Object bundle,
        @Advice.FieldValue("exportDir") String folder) {
      JoulebookBridge.note(site, bundle, folder, null);
    }
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Set<String> types() {
    return Set.of(RUNNER, FUNCTION, LOADER);
  }

  @Override
  public Set<String> triggers() {
    return Set.of("org.tensorflow.TensorFlow");
  }

  @Override
  public boolean isEssential(String type) {
    return type.equals(RUNNER);
  }

  @Override
  public Set<String> needs(String type) {
    return switch (type) {
      case RUNNER -> Set.of("runHelper");
      case FUNCTION -> Set.of("call");
      default -> Set.of("load");
    };
  }

  @Override
  public DynamicType.Builder<?> weave(
      DynamicType.Builder<?> builder, TypeDescription type, int site) {
    return switch (type.getName()) {
      case LOADER -> builder.visit(Weaving.advice(Load.class, site).on(named("load")));
      case FUNCTION ->
          builder.visit(
              Weaving.advice(Call.class, ExitAdvice.Call.class, site | JoulebookBridge.LEAF)
                  .on(
                      named("call")
                          .and(takesArguments(1))
                          .and(takesArgument(0, named("java.util.Map")))));
      default ->
          builder.visit(
              Weaving.advice(Run.class, ExitAdvice.Call.class, site | JoulebookBridge.LEAF)
                  .on(named("runHelper")));
    };
  }

  @Override
  public void noted(@Nullable Object first, @Nullable Object second, @Nullable Object third)
      throws ReflectiveOperationException {
    if (first != null && second != null && first.getClass().getName().equals(BUNDLE)) {
      Object session = Reflected.field(first, "session");
      sessions.add(session, second + "/saved_model.pb", Placement.UNKNOWN, Batch.UNKNOWN);
    }
  }

  @Override
  public ModelFacts model(@Nullable Object called, @Nullable Object context) {
    return sessions.of(called, Placement.UNKNOWN, Batch.UNKNOWN);
  }

  @Override
  public Optional<ToLongFunction<Object>> sizes(Batch batch) {
    return Optional.of(TensorFlowHook::rows);
  }

  private static long rows(Object fed) {
    if (PlainCollections.isList(fed)) {
      return rows((List<?>) fed);
    }
    return PlainCollections.isMap(fed)
        ? rows(((Map<?, ?>) fed).values())
        : JoulebookBridge.UNKNOWN_SIZE;
  }

  // The order in which they are fed says nothing: rows are known where all tensors agree.
  private static long rows(Iterable<?> tensors) {
    long rows = 0;
    for (Object tensor : tensors) {
      long own = TensorShape.rows(tensor);
      if (own < 0 || (own != 0 && rows != 0 && own != rows)) {
        return JoulebookBridge.UNKNOWN_SIZE;
      }
      rows = Math.max(rows, own);
    }
    return JoulebookBridge.size(rows == 0 ? 1 : rows);
  }
}
