package io.joulebook.agent.instrument;

import net.bytebuddy.asm.Advice;
import org.jspecify.annotations.Nullable;

/** What is inlined into a method that {@code hooks.custom} names. */
final class CustomAdvice {
  private CustomAdvice() {}

  /** Into one whose result is there when it returns. */
  static final class Plain {
    private Plain() {}

    @Advice.OnMethodEnter(suppress = Throwable.class)
    static long enter(@HookId int site) {
      return JoulebookBridge.enter(site, null, null, null, 1);
    }

    @Advice.OnMethodExit(suppress = Throwable.class, onThrowable = Throwable.class)
    static void exit(@Advice.Enter long token, @Advice.Thrown @Nullable Throwable thrown) {
      JoulebookBridge.exit(token, thrown != null);
    }
  }

  /** Into one whose result may come later. */
  static final class MayBeDeferred {
    private MayBeDeferred() {}

    @Advice.OnMethodEnter(suppress = Throwable.class)
    static long enter(@HookId int site) {
      return JoulebookBridge.enter(site, null, null, null, 1);
    }

    @Advice.OnMethodExit(suppress = Throwable.class, onThrowable = Throwable.class)
    static void exit(
        @Advice.Enter long token,
        @Advice.Thrown @Nullable Throwable thrown,
        @Advice.Return @Nullable Object result) {
      JoulebookBridge.exit(token, thrown != null, result);
    }
  }

  /** Into a suspend function of Kotlin. */
  static final class Suspendable {
    private Suspendable() {}

    @Advice.OnMethodEnter(suppress = Throwable.class)
    static long enter(@HookId int site, @LastArgument Object continuation) {
      return JoulebookBridge.enterSuspendable(site, continuation);
    }

    @Advice.OnMethodExit(suppress = Throwable.class, onThrowable = Throwable.class)
    static void exit(
        @Advice.Enter long token,
        @Advice.Thrown @Nullable Throwable thrown,
        @Advice.Return @Nullable Object result,
        @LastArgument Object continuation) {
      JoulebookBridge.exitSuspendable(token, thrown != null, result, continuation);
    }
  }
}
