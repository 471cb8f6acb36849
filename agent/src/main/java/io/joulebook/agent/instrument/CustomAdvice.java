package io.joulebook.agent.instrument;

import net.bytebuddy.asm.Advice;
import net.bytebuddy.implementation.bytecode.assign.Assigner;
import org.jspecify.annotations.Nullable;

/** What is inlined into a method that {@code hooks.custom} names. */
final class CustomAdvice {
  private CustomAdvice() {}

  /** Into a method that returns its result, or what the result will be in later. */
  static final class Call {
    private Call() {}

    @Advice.OnMethodEnter(suppress = Throwable.class)
    static long enter(@HookId int site) {
      return JoulebookBridge.enter(site, null, null, null, 1);
    }
  }

  /** Into a method that only waits. */
  static final class Waiting {
    private Waiting() {}

    @Advice.OnMethodEnter(suppress = Throwable.class)
    static long enter(@HookId int site) {
      return JoulebookBridge.enterReading(site, null, null);
    }
  }

  /** Into a method of whose frame something is read. */
  static final class Reading {
    private Reading() {}

    @Advice.OnMethodEnter(suppress = Throwable.class)
    static long enter(
        @HookId int site,
        @Advice.This(optional = true) @Nullable Object called,
        @Advice.AllArguments Object[] arguments) {
      return JoulebookBridge.enterReading(site, called, arguments);
    }

    @Advice.OnMethodExit(suppress = Throwable.class, onThrowable = Throwable.class)
    static void exit(
        @Advice.Enter long token,
        @Advice.This(optional = true) @Nullable Object called,
        @Advice.AllArguments Object[] arguments,
        @Advice.Thrown @Nullable Throwable thrown,
        @Advice.Return(typing = Assigner.Typing.DYNAMIC) @Nullable Object result) {
      JoulebookBridge.exitReading(token, thrown != null, called, arguments, result);
    }
  }

  /** The same where the arguments are not read at the end. */
  static final class ReadingResult {
    private ReadingResult() {}

    @Advice.OnMethodExit(
        suppress = Throwable.class,
        onThrowable = Throwable.class,
        backupArguments = false)
    static void exit(
        @Advice.Enter long token,
        @Advice.This(optional = true) @Nullable Object called,
        @Advice.Thrown @Nullable Throwable thrown,
        @Advice.Return(typing = Assigner.Typing.DYNAMIC) @Nullable Object result) {
      JoulebookBridge.exitReading(token, thrown != null, called, null, result);
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
