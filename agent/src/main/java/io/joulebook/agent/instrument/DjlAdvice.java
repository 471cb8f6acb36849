package io.joulebook.agent.instrument;

import java.util.List;
import net.bytebuddy.asm.Advice;
import org.jspecify.annotations.Nullable;

/** What is inlined into {@code ai.djl.inference.Predictor} and its subclasses. */
final class DjlAdvice {
  private DjlAdvice() {}

  /** Into {@code predict}: one item. */
  static final class Predict {
    private Predict() {}

    @Advice.OnMethodEnter(suppress = Throwable.class)
    static long enter(
        @HookId int site,
        @Advice.FieldValue("model") Object model,
        @Advice.FieldValue("manager") Object manager) {
      return JoulebookBridge.enter(site, manager, model, null, 1);
    }

    @Advice.OnMethodExit(suppress = Throwable.class, onThrowable = Throwable.class)
    static void exit(@Advice.Enter long token, @Advice.Thrown @Nullable Throwable thrown) {
      JoulebookBridge.exit(token, thrown != null);
    }
  }

  /** Into {@code batchPredict}: as many items as the list has. */
  static final class BatchPredict {
    private BatchPredict() {}

    @Advice.OnMethodEnter(suppress = Throwable.class)
    static long enter(
        @HookId int site,
        @Advice.FieldValue("model") Object model,
        @Advice.FieldValue("manager") Object manager,
        @Advice.Argument(0) List<?> inputs) {
      return JoulebookBridge.enter(site, manager, model, null, inputs.size());
    }

    @Advice.OnMethodExit(suppress = Throwable.class, onThrowable = Throwable.class)
    static void exit(@Advice.Enter long token, @Advice.Thrown @Nullable Throwable thrown) {
      JoulebookBridge.exit(token, thrown != null);
    }
  }
}
