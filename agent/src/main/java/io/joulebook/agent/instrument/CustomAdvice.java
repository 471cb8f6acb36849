package io.joulebook.agent.instrument;

import net.bytebuddy.asm.Advice;
import org.jspecify.annotations.Nullable;

/** What is inlined into a method that {@code hooks.custom} names. */
final class CustomAdvice {
  private CustomAdvice() {}

  @Advice.OnMethodEnter(suppress = Throwable.class)
  static long enter(@HookId int site) {
    return JoulebookBridge.enter(site, null, null, null, 1);
  }

  @Advice.OnMethodExit(suppress = Throwable.class, onThrowable = Throwable.class)
  static void exit(@Advice.Enter long token, @Advice.Thrown @Nullable Throwable thrown) {
    JoulebookBridge.exit(token, thrown != null);
  }
}
