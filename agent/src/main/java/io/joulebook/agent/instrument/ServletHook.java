package io.joulebook.agent.instrument;

import static net.bytebuddy.matcher.ElementMatchers.isPublic;
import static net.bytebuddy.matcher.ElementMatchers.named;
import static net.bytebuddy.matcher.ElementMatchers.takesArgument;

import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import net.bytebuddy.asm.Advice;
import net.bytebuddy.description.type.TypeDescription;
import net.bytebuddy.dynamic.DynamicType;

/**
 * Servlets, of {@code javax} or of {@code jakarta}: a request is served inside {@code
 * HttpServlet.service}. Its route is read by {@link ServletRoute} when a call begins. It goes on
 * after that method where the servlet has started to answer asynchronously.
 */
final class ServletHook implements RequestHook {
  private final String flavour;
  private final PublicMethod isAsync;

  /** The request is kept until its route is read. */
  static final class Serve {
    private Serve() {}

    @Advice.OnMethodEnter(suppress = Throwable.class)
    static long enter(@HookId int site, @Advice.Argument(0) Object request) {
      return JoulebookBridge.enterRequest(site, request);
    }

    @Advice.OnMethodExit(suppress = Throwable.class, onThrowable = Throwable.class)
    static void exit(
        @HookId int site, @Advice.Enter long token, @Advice.Argument(0) Object request) {
      JoulebookBridge.exitRequest(site, token, request);
    }
  }

  /** The hook into servlets whose packages begin so. */
  ServletHook(String flavour) {
    this.flavour = flavour;
    isAsync = new PublicMethod(flavour + ".servlet.ServletRequest", "isAsyncStarted");
  }

  @Override
  public Optional<ServletRoute> reader(ClassLoader loader) {
    return ServletRoute.in(loader, flavour);
  }

  @Override
  public Optional<Predicate<Object>> goesOn() {
    return Optional.of(request -> Boolean.TRUE.equals(isAsync.apply(request)));
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
  public Set<String> needs(String type) {
    return Set.of("service");
  }

  @Override
  public DynamicType.Builder<?> weave(
      DynamicType.Builder<?> builder, TypeDescription type, int site) {
    String request = flavour + ".servlet.ServletRequest";
    return builder.visit(
        Weaving.advice(Serve.class, site)
            .on(named("service").and(isPublic()).and(takesArgument(0, named(request)))));
  }
}
