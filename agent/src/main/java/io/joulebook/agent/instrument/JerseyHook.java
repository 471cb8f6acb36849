package io.joulebook.agent.instrument;

import static net.bytebuddy.matcher.ElementMatchers.named;
import static net.bytebuddy.matcher.ElementMatchers.takesArguments;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import net.bytebuddy.asm.Advice;
import net.bytebuddy.description.type.TypeDescription;
import net.bytebuddy.dynamic.DynamicType;
import org.jspecify.annotations.Nullable;

/**
 * Jersey, in whatever server: a request is served inside {@code ServerRuntime.process}, and its
 * route is the templates of the resources that it was matched to. Tested on 4.0.
 */
final class JerseyHook implements RequestHook {
  private static final String RUNTIME = "org.glassfish.jersey.server.ServerRuntime";
  private static final PublicMethod INFO =
      new PublicMethod("org.glassfish.jersey.server.ContainerRequest", "getUriInfo");
  private static final PublicMethod TEMPLATES =
      new PublicMethod("org.glassfish.jersey.server.ExtendedUriInfo", "getMatchedTemplates");
  private static final PublicMethod TEXT =
      new PublicMethod("org.glassfish.jersey.uri.UriTemplate", "getTemplate");

  /** The server's own hook knows only where Jersey is mounted. */
  static final class Serve {
    private Serve() {}

    @Advice.OnMethodEnter(suppress = Throwable.class)
    static long enter(@HookId int site, @Advice.Argument(0) Object request) {
      return JoulebookBridge.enterInnerRequest(site, request);
    }
  }

  @Override
  public String name() {
    return "jersey";
  }

  @Override
  public Set<String> types() {
    return Set.of(RUNTIME);
  }

  @Override
  public Set<String> needs(String type) {
    return Set.of("process");
  }

  @Override
  public DynamicType.Builder<?> weave(
      DynamicType.Builder<?> builder, TypeDescription type, int site) {
    return builder.visit(
        Weaving.advice(Serve.class, ExitAdvice.Request.class, site)
            .on(named("process").and(takesArguments(1))));
  }

  @Override
  public Optional<Function<Object, @Nullable Object>> reader(ClassLoader loader) {
    return Optional.of(JerseyHook::route);
  }

  // The innermost template comes first, and while nothing is matched there is none.
  private static @Nullable Object route(Object request) {
    if (!(TEMPLATES.apply(INFO.apply(request)) instanceof List<?> templates)) {
      return null;
    }
    StringBuilder route = new StringBuilder();
    for (Object template : templates) {
      route.insert(0, TEXT.apply(template));
    }
    return route.length() == 0 ? null : route.toString();
  }
}
