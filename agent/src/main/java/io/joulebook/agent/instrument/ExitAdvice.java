package io.joulebook.agent.instrument;

import net.bytebuddy.asm.Advice;
import org.jspecify.annotations.Nullable;

/** What is inlined where a method is left, whatever the hook has inlined where it is entered. */
final class ExitAdvice {
  private ExitAdvice() {}

  /** Of a method that infers: nothing is read from its result, if it has one. */
  static final class Call {
    private Call() {}

    @Advice.OnMethodExit(
        suppress = Throwable.class,
        onThrowable = Throwable.class,
        backupArguments = false)
    static void exit(@Advice.Enter long token, @Advice.Thrown @Nullable Throwable thrown) {
      JoulebookBridge.exit(token, thrown != null);
    }
  }

  /** Of a method that infers: its result may tell the size, or be there later. */
  static final class CallWithResult {
    private CallWithResult() {}

    @Advice.OnMethodExit(
        suppress = Throwable.class,
        onThrowable = Throwable.class,
        backupArguments = false)
    static void exit(
        @Advice.Enter long token,
        @Advice.Thrown @Nullable Throwable thrown,
        @Advice.Return @Nullable Object result) {
      JoulebookBridge.exit(token, thrown != null, result);
    }
  }

  /** Of a method that serves a request. */
  static final class Request {
    private Request() {}

    @Advice.OnMethodExit(
        suppress = Throwable.class,
        onThrowable = Throwable.class,
        backupArguments = false)
    static void exit(@Advice.Enter long token) {
      JoulebookBridge.exitRequest(token);
    }
  }
}
