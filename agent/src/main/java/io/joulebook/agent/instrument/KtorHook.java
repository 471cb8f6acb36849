package io.joulebook.agent.instrument;

import static net.bytebuddy.matcher.ElementMatchers.isConstructor;
import static net.bytebuddy.matcher.ElementMatchers.nameStartsWith;
import static net.bytebuddy.matcher.ElementMatchers.named;
import static net.bytebuddy.matcher.ElementMatchers.takesArguments;

import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import net.bytebuddy.asm.Advice;
import net.bytebuddy.description.type.TypeDescription;
import net.bytebuddy.dynamic.DynamicType;
import org.jspecify.annotations.Nullable;

/**
 * Ktor's server: a handler runs in a coroutine, right after its {@code RoutingContext} was made. It
 * is on a thread until the pipeline, or the coroutine's task, has returned. Coroutines that are
 * begun or suspended meanwhile belong to it, on whatever threads they go on. The route is the path
 * that the handler was registered for. Tested on 3.5 and coroutines 1.11.
 */
final class KtorHook implements RequestHook {
  private static final String PIPELINE = "io.ktor.util.pipeline.SuspendFunctionGun";
  private static final String HANDLED = "io.ktor.server.routing.RoutingContext";
  private static final String CONTINUATION = "kotlinx.coroutines.internal.DispatchedContinuation";
  private static final String TASK = "kotlinx.coroutines.DispatchedTask";

  private static final PublicMethod ROUTE =
      new PublicMethod("io.ktor.server.routing.RoutingCall", "getRoute");
  private static final PublicMethod TEXT =
      new PublicMethod("io.ktor.server.routing.RoutingNode", "toString");

  /** A handler is about to be called. */
  static final class Handle {
    private Handle() {}

    @Advice.OnMethodEnter(suppress = Throwable.class)
    static void enter(@HookId int site, @Advice.Argument(0) Object call) {
      JoulebookBridge.findRequest(site, call);
    }
  }

  @Override
  public String name() {
    return "ktor";
  }

  @Override
  public Set<String> types() {
    return Set.of(PIPELINE, HANDLED, CONTINUATION, TASK);
  }

  @Override
  public boolean isEssential(String type) {
    return type.equals(HANDLED);
  }

  @Override
  public DynamicType.Builder<?> weave(
      DynamicType.Builder<?> builder, TypeDescription type, int site) {
    return switch (type.getName()) {
      case PIPELINE ->
          builder.visit(Weaving.advice(TaskAdvice.Step.class, site).on(nameStartsWith("execute")));
      case HANDLED -> builder.visit(Weaving.advice(Handle.class, site).on(isConstructor()));
      case CONTINUATION ->
          builder.visit(
              Weaving.advice(TaskAdvice.MakeOf.class, site)
                  .on(isConstructor().and(takesArguments(2))));
      default ->
          builder
              .visit(Weaving.advice(TaskAdvice.Step.class, site).on(named("run")))
              .visit(Weaving.advice(TaskAdvice.Run.class, site).on(named("run")));
    };
  }

  @Override
  public Optional<Function<Object, @Nullable Object>> reader(ClassLoader loader) {
    return Optional.of(call -> path(TEXT.apply(ROUTE.apply(call))));
  }

  // As in /models/{id}/(method:GET): what is in parentheses is no part of a path.
  private static @Nullable Object path(@Nullable Object route) {
    if (!(route instanceof String text)) {
      return null;
    }
    StringBuilder path = new StringBuilder();
    for (String segment : text.split("/", -1)) {
      if (!segment.isEmpty() && !segment.startsWith("(")) {
        path.append('/').append(segment);
      }
    }
    return path.length() == 0 ? "/" : path.toString();
  }
}
