package io.joulebook.agent.instrument;

import static net.bytebuddy.matcher.ElementMatchers.isConstructor;
import static net.bytebuddy.matcher.ElementMatchers.nameStartsWith;
import static net.bytebuddy.matcher.ElementMatchers.named;
import static net.bytebuddy.matcher.ElementMatchers.returns;
import static net.bytebuddy.matcher.ElementMatchers.takesArgument;
import static net.bytebuddy.matcher.ElementMatchers.takesArguments;

import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import net.bytebuddy.asm.Advice;
import net.bytebuddy.description.method.MethodDescription;
import net.bytebuddy.description.type.TypeDescription;
import net.bytebuddy.dynamic.DynamicType;
import net.bytebuddy.matcher.ElementMatcher;
import org.jspecify.annotations.Nullable;

/**
 * Spring WebFlux: a request is served by whatever threads its publishers use. It is on a thread
 * while the handler is called, and again while what the handler has returned is subscribed to,
 * which happens in one step with {@code DispatcherHandler.handleResult}. Tasks that Reactor's
 * schedulers are given meanwhile belong to it. The route is the pattern that was matched. Tested on
 * 7.0.
 */
final class WebFluxHook implements RequestHook {
  private static final String WEB = "org.springframework.web.reactive.";
  private static final String METHOD = WEB + "result.method.InvocableHandlerMethod";
  private static final String FUNCTION = WEB + "function.server.support.HandlerFunctionAdapter";
  private static final String DISPATCHER = WEB + "DispatcherHandler";
  private static final String STEP = "reactor.core.publisher.MonoFlatMap$FlatMapMain";
  private static final String TASK = "reactor.core.scheduler.SchedulerTask";
  private static final String WORKERS_TASK = "reactor.core.scheduler.WorkerTask";
  private static final String EXCHANGE = "org.springframework.web.server.ServerWebExchange";

  private static final PublicMethod PATTERN =
      new PublicMethod(EXCHANGE, "getAttribute", WEB + "HandlerMapping.bestMatchingPattern");
  private static final PublicMethod TEXT =
      new PublicMethod("org.springframework.web.util.pattern.PathPattern", "getPatternString");

  /** The handler is called. */
  static final class Handle {
    private Handle() {}

    @Advice.OnMethodEnter(suppress = Throwable.class)
    static long enter(@HookId int site, @Advice.Argument(0) Object exchange) {
      return JoulebookBridge.enterInnerRequest(site, exchange);
    }
  }

  /** The step that goes on to subscribe is the request's. */
  static final class HandleResult {
    private HandleResult() {}

    @Advice.OnMethodEnter(suppress = Throwable.class)
    static void enter(@HookId int site, @Advice.Argument(0) Object exchange) {
      JoulebookBridge.findRequest(site, exchange);
    }
  }

  @Override
  public String name() {
    return "webflux";
  }

  @Override
  public Set<String> types() {
    return Set.of(METHOD, FUNCTION, DISPATCHER, STEP, TASK, WORKERS_TASK);
  }

  @Override
  public boolean isEssential(String type) {
    return type.equals(DISPATCHER);
  }

  @Override
  public Set<String> needs(String type) {
    return isEssential(type) ? Set.of("handleResult") : Set.of();
  }

  @Override
  public DynamicType.Builder<?> weave(
      DynamicType.Builder<?> builder, TypeDescription type, int site) {
    return switch (type.getName()) {
      case METHOD -> handle(builder, site, nameStartsWith("lambda$invoke"));
      case FUNCTION -> handle(builder, site, named("handle"));
      case DISPATCHER ->
          builder.visit(
              Weaving.advice(HandleResult.class, site)
                  .on(named("handleResult").and(takesArgument(0, named(EXCHANGE)))));
      case STEP -> builder.visit(Weaving.advice(TaskAdvice.Step.class, site).on(named("onNext")));
      default ->
          builder
              .visit(Weaving.advice(TaskAdvice.Make.class, site).on(isConstructor()))
              .visit(
                  Weaving.advice(TaskAdvice.Run.class, site)
                      .on(named("call").and(takesArguments(0)).and(returns(Void.class))));
    };
  }

  private static DynamicType.Builder<?> handle(
      DynamicType.Builder<?> builder, int site, ElementMatcher.Junction<MethodDescription> method) {
    return builder.visit(
        Weaving.advice(Handle.class, ExitAdvice.Request.class, site)
            .on(method.and(takesArgument(0, named(EXCHANGE)))));
  }

  @Override
  public Optional<Function<Object, @Nullable Object>> reader(ClassLoader loader) {
    return Optional.of(PATTERN.andThen(TEXT));
  }
}
