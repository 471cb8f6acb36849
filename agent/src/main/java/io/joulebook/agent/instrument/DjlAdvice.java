package io.joulebook.agent.instrument;

import java.util.List;
import net.bytebuddy.asm.Advice;

/** What is inlined into {@code ai.djl.inference}, and into subclasses of its predictor. */
final class DjlAdvice {
  private DjlAdvice() {}

  /** Into {@code predict}: one item, or as many as a list of arrays that is a batch has rows. */
  static final class Predict {
    private Predict() {}

    @Advice.OnMethodEnter(suppress = Throwable.class)
    static long enter(
        @HookId int site, @Advice.This Object predictor, @Advice.Argument(0) Object input) {
      return JoulebookBridge.enter(site, predictor, null, input, 1);
    }
  }

  /** Into {@code batchPredict}: as many items as the list has, or a call for each request. */
  static final class BatchPredict {
    private BatchPredict() {}

    @Advice.OnMethodEnter(suppress = Throwable.class)
    static long enter(
        @HookId int site, @Advice.This Object predictor, @Advice.Argument(0) List<?> inputs) {
      return JoulebookBridge.enterBatch(site, predictor, inputs, inputs.size());
    }
  }

  /** Into {@code streamingPredict}: what it returns makes the answer when it is asked for it. */
  static final class StreamingPredict {
    private StreamingPredict() {}

    @Advice.OnMethodExit(suppress = Throwable.class, backupArguments = false)
    static void exit(
        @HookId int site, @Advice.This Object predictor, @Advice.Return Object output) {
      JoulebookBridge.note(site, output, predictor, null);
    }
  }

  /** Into what makes the answer of a {@code StreamOutput}: one item. */
  static final class StreamOutput {
    private StreamOutput() {}

    @Advice.OnMethodEnter(suppress = Throwable.class)
    static long enter(@HookId int site, @Advice.This Object output) {
      return JoulebookBridge.enter(site, output, null, null, 1);
    }
  }

  /** Into {@code Block.forward}, where a host calls it itself; not in training. */
  static final class Forward {
    private Forward() {}

    @Advice.OnMethodEnter(suppress = Throwable.class)
    static long enter(
        @HookId int site,
        @Advice.This Object block,
        @Advice.Argument(1) Object inputs,
        @Advice.Argument(2) boolean training) {
      return training ? 0 : JoulebookBridge.enter(site, block, inputs, inputs, 0);
    }
  }

  /** Into {@code Model.getBlock}, so that a block has its model's name. */
  static final class Block {
    private Block() {}

    @Advice.OnMethodExit(suppress = Throwable.class, backupArguments = false)
    static void exit(@HookId int site, @Advice.This Object model, @Advice.Return Object block) {
      JoulebookBridge.note(site, block, model, null);
    }
  }

  /** Into the suppliers of bytes to which an engine appends what it makes. */
  static final class Append {
    private Append() {}

    @Advice.OnMethodEnter(suppress = Throwable.class)
    static void enter(
        @Advice.This Object stream,
        @Advice.Argument(0) Object piece,
        @Advice.Argument(1) boolean last) {
      JoulebookBridge.piece(stream, piece, last);
    }
  }
}
