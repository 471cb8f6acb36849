package io.joulebook.agent.instrument;

import static net.bytebuddy.matcher.ElementMatchers.named;
import static net.bytebuddy.matcher.ElementMatchers.takesArgument;

import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import net.bytebuddy.asm.Advice;
import net.bytebuddy.description.type.TypeDescription;
import net.bytebuddy.dynamic.DynamicType;
import org.jspecify.annotations.Nullable;

/**
 * Quarkus REST, which is RESTEasy Reactive: a resource's method is called by {@code
 * InvocationHandler}, on an event loop or a worker, and a {@code Uni} that it returns is subscribed
 * to by {@code UniResponseHandler}. The route is the templates of the class and the method. Tested
 * on 3.38.
 */
final class QuarkusRestHook implements RequestHook {
  private static final String SERVER = "org.jboss.resteasy.reactive.server.";
  private static final String INVOKED = SERVER + "handlers.InvocationHandler";
  private static final String SUBSCRIBED = SERVER + "handlers.UniResponseHandler";
  private static final String CONTEXT = SERVER + "core.ResteasyReactiveRequestContext";
  private static final String RESOURCE = SERVER + "mapping.RuntimeResource";

  private static final PublicMethod TARGET = new PublicMethod(CONTEXT, "getTarget");
  private static final PublicMethod DEPLOYMENT = new PublicMethod(CONTEXT, "getDeployment");
  private static final PublicMethod PREFIX =
      new PublicMethod(SERVER + "core.Deployment", "getPrefix");
  private static final PublicMethod OF_CLASS = new PublicMethod(RESOURCE, "getClassPath");
  private static final PublicMethod OF_METHOD = new PublicMethod(RESOURCE, "getPath");
  private static final PublicMethod TEMPLATE =
      new PublicMethod(SERVER + "mapping.URITemplate", "template");

  /** The server's own hook knows only where Quarkus REST is mounted. */
  static final class Handle {
    private Handle() {}

    @Advice.OnMethodEnter(suppress = Throwable.class)
    static long enter(@HookId int site, @Advice.Argument(0) Object context) {
      return JoulebookBridge.enterInnerRequest(site, context);
    }
  }

  @Override
  public String name() {
    return "quarkus-rest";
  }

  @Override
  public Set<String> types() {
    return Set.of(INVOKED, SUBSCRIBED);
  }

  @Override
  public boolean isEssential(String type) {
    return type.equals(INVOKED);
  }

  @Override
  public Set<String> needs(String type) {
    return Set.of("handle");
  }

  @Override
  public DynamicType.Builder<?> weave(
      DynamicType.Builder<?> builder, TypeDescription type, int site) {
    return builder.visit(
        Weaving.advice(Handle.class, ExitAdvice.Request.class, site)
            .on(named("handle").and(takesArgument(0, named(CONTEXT)))));
  }

  @Override
  public Optional<Function<Object, @Nullable Object>> reader(ClassLoader loader) {
    return Optional.of(QuarkusRestHook::route);
  }

  private static @Nullable Object route(Object context) {
    Object target = TARGET.apply(context);
    if (target == null) {
      return null;
    }
    String route =
        text(PREFIX.apply(DEPLOYMENT.apply(context)))
            + text(TEMPLATE.apply(OF_CLASS.apply(target)))
            + text(TEMPLATE.apply(OF_METHOD.apply(target)));
    return route.isEmpty() ? "/" : route;
  }

  // Each part that is there begins with a slash; the only one may be nothing but that.
  private static String text(@Nullable Object part) {
    return part instanceof String path && path.length() > 1 ? path : "";
  }
}
