package io.joulebook.agent.instrument;

import static net.bytebuddy.matcher.ElementMatchers.isProtected;
import static net.bytebuddy.matcher.ElementMatchers.named;

import java.lang.reflect.Proxy;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.function.Function;
import net.bytebuddy.ByteBuddy;
import net.bytebuddy.implementation.MethodCall;

/** Servlets of either flavour. */
abstract class ServletHookContract extends RequestHookContract {
  private static final String SPRING_PATTERN =
      "org.springframework.web.servlet.HandlerMapping.bestMatchingPattern";

  private final String flavour;

  ServletHookContract(String flavour) {
    this.flavour = flavour;
  }

  @Override
  Hook hook() {
    return new ServletHook(flavour);
  }

  @Override
  Set<String> advice() {
    return Set.of("HttpServlet.service: enterRequest", "HttpServlet.service: exitRequest");
  }

  @Override
  Optional<? extends Function<Object, Object>> reader() {
    return ServletRoute.in(getClass().getClassLoader(), flavour);
  }

  @Override
  void serve(Class<?> woven, Runnable handler) throws Throwable {
    Object servlet =
        new ByteBuddy()
            .subclass(woven)
            .method(named("service").and(isProtected()))
            .intercept(MethodCall.call(Executors.callable(handler)))
            .make()
            .load(woven.getClassLoader())
            .getLoaded()
            .getConstructor()
            .newInstance();
    woven
        .getMethod("service", type("ServletRequest"), type("ServletResponse"))
        .invoke(servlet, a("http.HttpServletRequest"), a("http.HttpServletResponse"));
  }

  private Class<?> type(String name) throws ClassNotFoundException {
    return Class.forName(flavour + ".servlet." + name);
  }

  /** A request whose route Spring has found, or a response. */
  private Object a(String name) throws ClassNotFoundException {
    Class<?> type = type(name);
    return Proxy.newProxyInstance(
        type.getClassLoader(),
        new Class<?>[] {type},
        (self, method, arguments) ->
            method.getName().equals("getAttribute") && arguments[0].equals(SPRING_PATTERN)
                ? ROUTE
                : null);
  }
}
