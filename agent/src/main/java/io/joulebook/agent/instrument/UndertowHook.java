package io.joulebook.agent.instrument;

import static java.lang.invoke.MethodType.methodType;
import static net.bytebuddy.matcher.ElementMatchers.named;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import net.bytebuddy.asm.Advice;
import net.bytebuddy.description.type.TypeDescription;
import net.bytebuddy.dynamic.DynamicType;
import org.jspecify.annotations.Nullable;

/**
 * Undertow and its own handlers: a request is served inside {@code Connectors.executeRootHandler},
 * on an I/O thread and, once it is dispatched, on a worker's. Its route is the template of a {@code
 * RoutingHandler} or {@code PathTemplateHandler}, else the path that a {@code PathHandler} was
 * given; where there is neither, there is none. Servlets inside know better, see {@link
 * ServletHook}. Tested on 2.4.
 */
final class UndertowHook implements RequestHook {
  private static final String CONNECTORS = "io.undertow.server.Connectors";
  private static final String EXCHANGE = "io.undertow.server.HttpServerExchange";

  private static final PublicMethod PATH = new PublicMethod(EXCHANGE, "getResolvedPath");
  private static final PublicMethod IS_COMPLETE = new PublicMethod(EXCHANGE, "isComplete");

  /** Kept with the exchange's class, so that neither its loader nor ours keeps the other alive. */
  private static final Privileged.OfClass<Optional<MethodHandle>> TEMPLATES =
      new Privileged.OfClass<>() {
        @Override
        protected Optional<MethodHandle> compute(Class<?> exchange) {
          return template(exchange);
        }
      };

  /** The exchange is the same on all threads. */
  static final class Serve {
    private Serve() {}

    @Advice.OnMethodEnter(suppress = Throwable.class)
    static long enter(@HookId int site, @Advice.Argument(1) Object exchange) {
      return JoulebookBridge.enterOuterRequest(site, exchange);
    }

    @Advice.OnMethodExit(suppress = Throwable.class, onThrowable = Throwable.class)
    static void exit(
        @HookId int site, @Advice.Enter long token, @Advice.Argument(1) Object exchange) {
      JoulebookBridge.exitRequest(site, token, exchange);
    }
  }

  @Override
  public String name() {
    return "undertow";
  }

  @Override
  public Set<String> types() {
    return Set.of(CONNECTORS);
  }

  @Override
  public Set<String> needs(String type) {
    return Set.of("executeRootHandler");
  }

  @Override
  public DynamicType.Builder<?> weave(
      DynamicType.Builder<?> builder, TypeDescription type, int site) {
    return builder.visit(Weaving.advice(Serve.class, site).on(named("executeRootHandler")));
  }

  @Override
  public Optional<Function<Object, @Nullable Object>> reader(ClassLoader loader) {
    return Optional.of(UndertowHook::route);
  }

  private static @Nullable Object route(Object exchange) {
    Optional<MethodHandle> reading = TEMPLATES.get(exchange.getClass());
    try {
      Object template = reading.isPresent() ? (Object) reading.get().invokeExact(exchange) : null;
      Object path = template == null ? PATH.apply(exchange) : template;
      return path instanceof String text && !text.isEmpty() ? text : null;
    } catch (Throwable foreign) {
      return null;
    }
  }

  // exchange.getAttachment(PathTemplateMatch.ATTACHMENT_KEY), and of that getMatchedTemplate().
  private static Optional<MethodHandle> template(Class<?> exchange) {
    try {
      ClassLoader loader = exchange.getClassLoader();
      Class<?> match = Class.forName("io.undertow.util.PathTemplateMatch", false, loader);
      Class<?> key = Class.forName("io.undertow.util.AttachmentKey", false, loader);
      MethodHandles.Lookup lookup = MethodHandles.publicLookup();
      Object its = match.getField("ATTACHMENT_KEY").get(null);
      MethodHandle of =
          MethodHandles.insertArguments(
              lookup.findVirtual(exchange, "getAttachment", methodType(Object.class, key)), 1, its);
      PublicMethod template = new PublicMethod(match.getName(), "getMatchedTemplate");
      MethodHandle text =
          lookup
              .findVirtual(Function.class, "apply", methodType(Object.class, Object.class))
              .bindTo(template);
      return Optional.of(
          MethodHandles.filterReturnValue(of, text).asType(methodType(Object.class, Object.class)));
    } catch (ReflectiveOperationException | LinkageError | RuntimeException otherVersion) {
      return Optional.empty();
    }
  }

  @Override
  public Optional<Predicate<Object>> goesOn() {
    return Optional.of(exchange -> !Boolean.TRUE.equals(IS_COMPLETE.apply(exchange)));
  }
}
