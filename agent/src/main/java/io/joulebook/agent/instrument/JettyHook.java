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
 * Jetty 12 and its own handlers: a request is served inside {@code Server.handle}. Its route is the
 * path of the context, with the path specification of a {@code PathMappingsHandler} inside; where
 * there is neither, nothing is configured and there is none. Servlets inside know better, see
 * {@link ServletHook}. Tested on 12.1.
 */
final class JettyHook implements RequestHook {
  private static final String SERVER = "org.eclipse.jetty.server.Server";
  private static final String IN_CONTEXT = "org.eclipse.jetty.server.handler.ContextRequest";
  private static final String MAPPED =
      "org.eclipse.jetty.server.handler.PathMappingsHandler$PathSpecRequest";
  private static final String MAPPINGS = "org.eclipse.jetty.server.handler.PathMappingsHandler";
  private static final String REQUEST = "org.eclipse.jetty.server.Request";

  private static final PublicMethod WRAPPED = new PublicMethod(REQUEST + "$Wrapper", "getWrapped");
  private static final PublicMethod CONTEXT = new PublicMethod(REQUEST, "getContext");
  private static final PublicMethod PATH =
      new PublicMethod("org.eclipse.jetty.server.Context", "getContextPath");
  private static final PublicMethod SPECIFICATION =
      new PublicMethod("org.eclipse.jetty.util.Attributes", "getAttribute", MAPPINGS + ".pathSpec");
  private static final PublicMethod DECLARATION =
      new PublicMethod("org.eclipse.jetty.http.pathmap.PathSpec", "getDeclaration");
  private static final PublicMethod HAS_ENDED =
      new PublicMethod("org.eclipse.jetty.server.Response", "hasLastWrite");

  /** The outermost handler of all. */
  static final class Serve {
    private Serve() {}

    @Advice.OnMethodEnter(suppress = Throwable.class)
    static long enter(@HookId int site, @Advice.Argument(0) Object request) {
      return JoulebookBridge.enterOuterRequest(site, request);
    }

    @Advice.OnMethodExit(suppress = Throwable.class, onThrowable = Throwable.class)
    static void exit(
        @HookId int site, @Advice.Enter long token, @Advice.Argument(1) Object response) {
      JoulebookBridge.exitRequest(site, token, response);
    }
  }

  /** A handler is found, and makes a request of its own. */
  static final class Found {
    private Found() {}

    @Advice.OnMethodExit(suppress = Throwable.class, backupArguments = false)
    static void exit(@HookId int site, @Advice.This Object request) {
      JoulebookBridge.refineRequest(site, request);
    }
  }

  @Override
  public String name() {
    return "jetty";
  }

  @Override
  public Set<String> types() {
    return Set.of(SERVER, IN_CONTEXT, MAPPED);
  }

  @Override
  public boolean isEssential(String type) {
    return type.equals(SERVER);
  }

  @Override
  public DynamicType.Builder<?> weave(
      DynamicType.Builder<?> builder, TypeDescription type, int site) {
    return type.getName().equals(SERVER)
        ? builder.visit(
            Weaving.advice(Serve.class, site).on(named("handle").and(takesArguments(3))))
        : builder.visit(Weaving.advice(Found.class, site).on(isConstructor()));
  }

  @Override
  public Optional<Function<Object, @Nullable Object>> reader(ClassLoader loader) {
    return Optional.of(JettyHook::route);
  }

  private static @Nullable Object route(Object request) {
    Object declared = DECLARATION.apply(SPECIFICATION.apply(request));
    Object within = declared == null ? request : WRAPPED.apply(request);
    Object context = PATH.apply(CONTEXT.apply(within));
    boolean isRoot = !(context instanceof String path) || path.length() < 2;
    if (declared == null) {
      return isRoot ? null : context;
    }
    return isRoot ? declared : String.valueOf(context) + declared;
  }

  @Override
  public Optional<Predicate<Object>> goesOn() {
    return Optional.of(response -> !Boolean.TRUE.equals(HAS_ENDED.apply(response)));
  }
}
