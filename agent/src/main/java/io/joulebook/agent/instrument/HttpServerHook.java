package io.joulebook.agent.instrument;

import static net.bytebuddy.matcher.ElementMatchers.named;
import static net.bytebuddy.matcher.ElementMatchers.takesArguments;

import com.sun.net.httpserver.HttpExchange;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Field;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import net.bytebuddy.asm.Advice;
import net.bytebuddy.description.type.TypeDescription;
import net.bytebuddy.dynamic.DynamicType;

/**
 * The JDK's own HTTP server, {@code com.sun.net.httpserver}, of JDK 17 to 25. A request is served
 * inside {@code Filter.Chain.doFilter}, which nests; its route is the path of the context that the
 * handler was registered for.
 */
final class HttpServerHook implements RequestHook {
  private static final String CHAIN = "com.sun.net.httpserver.Filter$Chain";

  private static final Privileged.OfClass<Optional<MethodHandle[]>> ANSWERED =
      new Privileged.OfClass<>() {
        @Override
        protected Optional<MethodHandle[]> compute(Class<?> exchange) {
          return answered(exchange);
        }
      };

  /** The exchange knows the context. */
  static final class Filter {
    private Filter() {}

    @Advice.OnMethodEnter(suppress = Throwable.class)
    static long enter(@HookId int site, @Advice.Argument(0) HttpExchange exchange) {
      return JoulebookBridge.enterRequest(site, exchange.getHttpContext().getPath());
    }

    @Advice.OnMethodExit(suppress = Throwable.class, onThrowable = Throwable.class)
    static void exit(
        @HookId int site, @Advice.Enter long token, @Advice.Argument(0) HttpExchange exchange) {
      JoulebookBridge.exitRequest(site, token, exchange);
    }
  }

  @Override
  public String name() {
    return "jdk-httpserver";
  }

  @Override
  public Optional<Function<Object, Object>> reader(ClassLoader loader) {
    return Optional.empty(); // the route itself is passed
  }

  @Override
  public Set<String> types() {
    return Set.of(CHAIN);
  }

  @Override
  public Set<String> needs(String type) {
    return Set.of("doFilter");
  }

  @Override
  public DynamicType.Builder<?> weave(
      DynamicType.Builder<?> builder, TypeDescription type, int site) {
    return builder.visit(
        Weaving.advice(Filter.class, site).on(named("doFilter").and(takesArguments(1))));
  }

  @Override
  public Optional<Predicate<Object>> goesOn() {
    return Optional.of(HttpServerHook::isUnanswered);
  }

  // Where nothing more is known: without an answer yet, another thread will give it.
  private static boolean isUnanswered(Object exchange) {
    try {
      Optional<MethodHandle[]> answered = ANSWERED.get(exchange.getClass());
      return answered.isPresent()
          ? !(boolean) answered.get()[0].invokeExact(exchange)
              && !(boolean) answered.get()[1].invokeExact(exchange)
          : ((HttpExchange) exchange).getResponseCode() < 0;
    } catch (Throwable foreign) {
      return false;
    }
  }

  private static Optional<MethodHandle[]> answered(Class<?> exchange) {
    try {
      JoulebookBridge.open(exchange, HttpServerHook.class.getModule());
      Field inner = exchange.getDeclaredField("impl");
      return Optional.of(new MethodHandle[] {read(inner, "writefinished"), read(inner, "closed")});
    } catch (ReflectiveOperationException | LinkageError | RuntimeException otherJdk) {
      return Optional.empty();
    }
  }

  private static MethodHandle read(Field inner, String name) throws ReflectiveOperationException {
    Field flag = inner.getType().getDeclaredField(name);
    inner.setAccessible(true);
    flag.setAccessible(true);
    MethodHandles.Lookup lookup = MethodHandles.lookup();
    return MethodHandles.filterReturnValue(
            lookup.unreflectGetter(inner), lookup.unreflectGetter(flag))
        .asType(MethodType.methodType(boolean.class, Object.class));
  }
}
