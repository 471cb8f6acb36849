package io.joulebook.agent.instrument;

import java.util.List;
import java.util.Map;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * Reads how much a call of ONNX Runtime works on: rows of the batch, and for token ids rows times
 * length. It runs on the caller's thread, so it looks only into maps whose {@code get} is known to
 * be quick and without effect; for any other, and where it is not known which input has the batch,
 * the rows are those of the first result.
 */
final class OnnxSizes implements ToLongFunction<Object> {
  private static final String TOKEN_IDS = "input_ids";
  private static final String RESULT = "ai.onnxruntime.OrtSession$Result";

  private final @Nullable String input;
  private final long fixed;

  /** Of calls of a model of which that is known. */
  OnnxSizes(Batch batch) {
    input = batch.input().orElse(null);
    fixed = batch.fixed();
  }

  @Override
  public long applyAsLong(Object from) {
    try {
      if (PlainCollections.isMap(from)) {
        return ofInputs((Map<?, ?>) from);
      }
      return from.getClass().getName().equals(RESULT)
          ? ofResult(Reflected.results(from))
          : JoulebookBridge.UNKNOWN_SIZE;
    } catch (Throwable unreadable) {
      return JoulebookBridge.UNKNOWN_SIZE;
    }
  }

  private long ofInputs(Map<?, ?> inputs) throws Throwable {
    Object ids = inputs.get(TOKEN_IDS);
    if (ids != null) {
      long[] shape = Reflected.shape(ids);
      return shape.length == 2 && isCount(shape[0]) && isCount(shape[1])
          ? JoulebookBridge.size(shape[0], shape[0] * shape[1])
          : rows(shape);
    }
    if (fixed > 0) {
      return JoulebookBridge.size(fixed);
    }
    Object batch = input == null ? null : inputs.get(input);
    return batch == null ? JoulebookBridge.UNKNOWN_SIZE : rows(Reflected.shape(batch));
  }

  private static boolean isCount(long dimension) {
    return dimension >= 0 && dimension <= Integer.MAX_VALUE;
  }

  private static long ofResult(List<?> values) throws Throwable {
    return values.isEmpty() ? JoulebookBridge.UNKNOWN_SIZE : rows(Reflected.shape(values.get(0)));
  }

  private static long rows(long[] shape) {
    return shape.length == 0 ? JoulebookBridge.UNKNOWN_SIZE : JoulebookBridge.size(shape[0]);
  }
}
