package io.joulebook.agent.instrument;

import static net.bytebuddy.matcher.ElementMatchers.named;

import com.sun.net.httpserver.HttpContext;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import java.util.List;
import java.util.Set;
import net.bytebuddy.ByteBuddy;
import net.bytebuddy.implementation.InvocationHandlerAdapter;

class HttpServerHookContractTest extends RequestHookContract {
  @Override
  Hook hook() {
    return new HttpServerHook();
  }

  @Override
  Set<String> advice() {
    return Set.of("Filter$Chain.doFilter: enterRequest", "Filter$Chain.doFilter: exitRequest");
  }

  @Override
  void serve(Class<?> woven, Runnable handler) throws Throwable {
    HttpHandler serving = exchange -> handler.run();
    Object chain =
        woven.getConstructor(List.class, HttpHandler.class).newInstance(List.of(), serving);
    HttpContext context = with(HttpContext.class, "getPath", ROUTE);
    woven
        .getMethod("doFilter", HttpExchange.class)
        .invoke(chain, with(HttpExchange.class, "getHttpContext", context));
  }

  /** Something that has this to tell and nothing else. */
  private static <T> T with(Class<T> type, String method, Object told) throws Exception {
    return new ByteBuddy()
        .subclass(type)
        .method(named(method))
        .intercept(InvocationHandlerAdapter.of((self, asked, arguments) -> told))
        .make()
        .load(HttpServerHookContractTest.class.getClassLoader())
        .getLoaded()
        .getConstructor()
        .newInstance();
  }
}
