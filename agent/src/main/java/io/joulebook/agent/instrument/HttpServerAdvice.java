package io.joulebook.agent.instrument;

import com.sun.net.httpserver.HttpExchange;
import net.bytebuddy.asm.Advice;

/** What is inlined into {@code Filter.Chain.doFilter} of the JDK's HTTP server. */
final class HttpServerAdvice {
  private HttpServerAdvice() {}

  @Advice.OnMethodEnter(suppress = Throwable.class)
  static long enter(@HookId int site, @Advice.Argument(0) HttpExchange exchange) {
    return JoulebookBridge.enterRequest(site, exchange.getHttpContext().getPath());
  }

  @Advice.OnMethodExit(suppress = Throwable.class, onThrowable = Throwable.class)
  static void exit(@Advice.Enter long token) {
    JoulebookBridge.exitRequest(token);
  }
}
