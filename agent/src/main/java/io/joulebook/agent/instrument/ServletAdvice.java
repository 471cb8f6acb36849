package io.joulebook.agent.instrument;

import net.bytebuddy.asm.Advice;

/** What is inlined into {@code HttpServlet.service}. */
final class ServletAdvice {
  private ServletAdvice() {}

  @Advice.OnMethodEnter(suppress = Throwable.class)
  static long enter(@HookId int site, @Advice.Argument(0) Object request) {
    return JoulebookBridge.enterRequest(site, request);
  }

  @Advice.OnMethodExit(suppress = Throwable.class, onThrowable = Throwable.class)
  static void exit(@Advice.Enter long token) {
    JoulebookBridge.exitRequest(token);
  }
}
