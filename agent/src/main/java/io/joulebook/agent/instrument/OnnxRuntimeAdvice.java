package io.joulebook.agent.instrument;

import java.util.Map;
import net.bytebuddy.asm.Advice;

/** What is inlined into {@code ai.onnxruntime}. */
final class OnnxRuntimeAdvice {
  private OnnxRuntimeAdvice() {}

  /** Into every {@code OrtSession.run}. */
  static final class Run {
    private Run() {}

    @Advice.OnMethodEnter(suppress = Throwable.class)
    static long enter(
        @HookId int site, @Advice.This Object session, @Advice.Argument(0) Map<?, ?> inputs) {
      return JoulebookBridge.enter(site, session, null, inputs, 0);
    }
  }

  /** Into the {@code OrtEnvironment.createSession} that all its overloads reach. */
  static final class CreateSession {
    private CreateSession() {}

    @Advice.OnMethodExit(suppress = Throwable.class)
    static void exit(
        @HookId int site,
        @Advice.Return Object session,
        @Advice.Argument(0) Object model,
        @Advice.Argument(2) Object options) {
      JoulebookBridge.note(site, session, model, options);
    }
  }

  /** Into {@code SessionOptions.add…} of execution providers; they throw where there is none. */
  static final class AddProvider {
    private AddProvider() {}

    @Advice.OnMethodExit(suppress = Throwable.class)
    static void exit(
        @HookId int site,
        @Advice.This Object options,
        @Advice.Origin("#m") String provider,
        @Advice.AllArguments Object[] arguments) {
      JoulebookBridge.note(site, options, provider, arguments);
    }
  }
}
