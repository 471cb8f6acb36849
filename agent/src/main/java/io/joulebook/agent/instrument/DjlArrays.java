package io.joulebook.agent.instrument;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.List;

/**
 * The rows of DJL's {@code NDList}, a list of arrays that is one batch: its arrays are a model's
 * inputs, with a row each for every item. It is one where it goes to a block as it is, and where
 * the translator does nothing and stacks nothing; of any other input the list is one item. Handles
 * are kept per class, so that they go when the class's loader goes. Thread-safe.
 */
final class DjlArrays {
  /** Of models whose inputs are such batches. */
  static final Batch BATCH = Batch.of("NDList");

  private static final String LIST = "ai.djl.ndarray.NDList";
  private static final String NO_TRANSLATION = "ai.djl.translate.NoopTranslator";
  private static final String ENGINES = "ai.djl.";

  private static final Privileged.OfClass<MethodHandle> SHAPE =
      new Privileged.OfClass<>() {
        @Override
        protected MethodHandle compute(Class<?> array) {
          return shapeOf(array);
        }
      };

  private DjlArrays() {}

  /** Whether a predictor takes batches as they are. */
  static boolean areBatches(Object predictor) throws ReflectiveOperationException {
    Object translator = Reflected.field(predictor, "translator");
    return translator != null
        && translator.getClass().getName().equals(NO_TRANSLATION)
        && Reflected.field(translator, "batchifier") == null;
  }

  /** The size of a batch, or of a list of them; unknown of anything else. */
  static long size(Object inputs) {
    try {
      if (!PlainCollections.isList(inputs)) {
        return JoulebookBridge.size(rows(inputs));
      }
      long sum = 0;
      for (Object each : (List<?>) inputs) {
        long rows = rows(each);
        if (rows == 0) {
          return JoulebookBridge.UNKNOWN_SIZE;
        }
        sum += rows;
      }
      return JoulebookBridge.size(sum);
    } catch (Throwable unreadable) {
      return JoulebookBridge.UNKNOWN_SIZE;
    }
  }

  // 0 if it is no list of arrays, or they have not all as many.
  private static long rows(Object batch) throws Throwable {
    if (!batch.getClass().getName().equals(LIST)) {
      return 0;
    }
    List<?> arrays = (List<?>) batch;
    long rows = 0;
    for (int i = 0; i < arrays.size(); i++) {
      long[] shape = shape(arrays.get(i));
      if (shape.length == 0 || (i > 0 && shape[0] != rows)) {
        return 0;
      }
      rows = shape[0];
    }
    return rows;
  }

  // An engine's own class: it reads a field, the first time it asks its native library.
  private static long[] shape(Object array) throws Throwable {
    return array.getClass().getName().startsWith(ENGINES)
        ? (long[]) SHAPE.get(array.getClass()).invokeExact(array)
        : new long[0];
  }

  private static MethodHandle shapeOf(Class<?> array) {
    try {
      ClassLoader loader = array.getClassLoader();
      Class<?> type = Class.forName("ai.djl.ndarray.NDArray", false, loader);
      Class<?> shape = Class.forName("ai.djl.ndarray.types.Shape", false, loader);
      MethodHandles.Lookup lookup = MethodHandles.publicLookup();
      MethodHandle both =
          MethodHandles.filterReturnValue(
              lookup.findVirtual(type, "getShape", MethodType.methodType(shape)),
              lookup.findVirtual(shape, "getShape", MethodType.methodType(long[].class)));
      return both.asType(MethodType.methodType(long[].class, Object.class));
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("cannot read the shape of a " + array.getName(), e);
    }
  }
}
