package io.joulebook.agent.instrument;

import static net.bytebuddy.matcher.ElementMatchers.isPublic;
import static net.bytebuddy.matcher.ElementMatchers.named;
import static net.bytebuddy.matcher.ElementMatchers.takesArgument;

import java.util.Optional;
import java.util.Set;
import net.bytebuddy.asm.Advice;
import net.bytebuddy.description.type.TypeDescription;
import net.bytebuddy.dynamic.DynamicType;

/**
 * Servlets, of {@code javax} or of {@code jakarta}: a request is served inside {@code
 * HttpServlet.service}. Its route is read by {@link ServletRoute} when a call begins. Work that a
 * servlet hands to another thread has none.
 */
final class ServletHook implements RequestHook {
  private final String flavour;

  /** The request is kept until its route is read. */
  static final class Serve {
    private Serve() {}

    @Advice.OnMethodEnter(suppress = Throwable.class)
    static long enter(@HookId int site, @Advice.Argument(0) Object request) {
      return JoulebookBridge.enterRequest(site, request);
    }
  }

  /** The hook into servlets whose packages begin so. */
  ServletHook(String flavour) {
    this.flavour = flavour;
  }

  @Override
  public Optional<ServletRoute> reader(ClassLoader loader) {
    return ServletRoute.in(loader, flavour);
  }

  @Override
  public String name() {
    return "servlet";
  }

  @Override
  public Set<String> types() {
    return Set.of(flavour + ".servlet.http.HttpServlet");
  }

  @Override
  public DynamicType.Builder<?> weave(
      DynamicType.Builder<?> builder, TypeDescription type, int site) {
    String request = flavour + ".servlet.ServletRequest";
    return builder.visit(
        Weaving.advice(Serve.class, ExitAdvice.Request.class, site)
            .on(named("service").and(isPublic()).and(takesArgument(0, named(request)))));
  }
}
