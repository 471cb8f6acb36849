package io.joulebook.agent.instrument;

import static net.bytebuddy.matcher.ElementMatchers.isConstructor;
import static net.bytebuddy.matcher.ElementMatchers.named;
import static net.bytebuddy.matcher.ElementMatchers.takesArguments;

import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import net.bytebuddy.asm.Advice;
import net.bytebuddy.description.type.TypeDescription;
import net.bytebuddy.dynamic.DynamicType;
import org.jspecify.annotations.Nullable;

/**
 * Vert.x Web: a handler of a route runs inside {@code RouteState.handleContext}, on an event loop,
 * and what it has executed elsewhere is a {@code WorkerTask}. The route is the path that the
 * handler was registered for, with what its router is mounted on. Tested on 5.1.
 */
final class VertxHook implements RequestHook {
  private static final String ROUTES = "io.vertx.ext.web.impl.RouteState";
  private static final String TASK = "io.vertx.core.impl.WorkerTask";
  private static final String CONTEXT = "io.vertx.ext.web.RoutingContext";
  private static final String ROUTE = "io.vertx.ext.web.Route";

  private static final PublicMethod CURRENT = new PublicMethod(CONTEXT, "currentRoute");
  private static final PublicMethod MOUNT = new PublicMethod(CONTEXT, "mountPoint");
  private static final PublicMethod PATH = new PublicMethod(ROUTE, "getPath");
  private static final PublicMethod EXACT = new PublicMethod(ROUTE, "isExactPath");
  private static final PublicMethod RESPONSE = new PublicMethod(CONTEXT, "response");
  private static final PublicMethod ENDED =
      new PublicMethod("io.vertx.core.http.HttpServerResponse", "ended");

  /** Routes nest where one calls the next. */
  static final class Handle {
    private Handle() {}

    @Advice.OnMethodEnter(suppress = Throwable.class)
    static long enter(@HookId int site, @Advice.Argument(0) Object context) {
      return JoulebookBridge.enterInnerRequest(site, context);
    }

    @Advice.OnMethodExit(suppress = Throwable.class, onThrowable = Throwable.class)
    static void exit(
        @HookId int site, @Advice.Enter long token, @Advice.Argument(0) Object context) {
      JoulebookBridge.exitRequest(site, token, context);
    }
  }

  @Override
  public String name() {
    return "vertx-web";
  }

  @Override
  public Set<String> types() {
    return Set.of(ROUTES, TASK);
  }

  @Override
  public boolean isEssential(String type) {
    return type.equals(ROUTES);
  }

  @Override
  public Set<String> needs(String type) {
    return isEssential(type) ? Set.of("handleContext") : Set.of();
  }

  @Override
  public DynamicType.Builder<?> weave(
      DynamicType.Builder<?> builder, TypeDescription type, int site) {
    return type.getName().equals(TASK)
        ? builder
            .visit(Weaving.advice(TaskAdvice.MakeItself.class, site).on(isConstructor()))
            .visit(Weaving.advice(TaskAdvice.Run.class, site).on(named("run")))
        : builder.visit(
            Weaving.advice(Handle.class, site).on(named("handleContext").and(takesArguments(1))));
  }

  @Override
  public Optional<Function<Object, @Nullable Object>> reader(ClassLoader loader) {
    return Optional.of(VertxHook::route);
  }

  // A router that is mounted at /api/* says /api/, and its routes begin with a slash.
  private static @Nullable Object route(Object context) {
    Object route = CURRENT.apply(context);
    if (!(PATH.apply(route) instanceof String path)) {
      return null;
    }
    String all = Boolean.FALSE.equals(EXACT.apply(route)) ? path + "*" : path;
    if (!(MOUNT.apply(context) instanceof String mount)) {
      return all;
    }
    return mount.endsWith("/") && all.startsWith("/") ? mount + all.substring(1) : mount + all;
  }

  @Override
  public Optional<Predicate<Object>> goesOn() {
    return Optional.of(context -> !Boolean.TRUE.equals(ENDED.apply(RESPONSE.apply(context))));
  }
}
