package io.joulebook.agent.instrument;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Method;

/**
 * The shape of a tensor of TensorFlow Java or an array of ND4J, which hold it in Java. Handles are
 * kept per class, so that they go when the class's loader goes. Thread-safe.
 */
final class TensorShape {
  private static final Privileged.OfClass<MethodHandle> SHAPE =
      new Privileged.OfClass<>() {
        @Override
        protected MethodHandle compute(Class<?> tensor) {
          return shapeOf(tensor);
        }
      };

  private TensorShape() {}

  /** The first dimension; 0 if it has none, -1 if that cannot be read. */
  static long rows(Object tensor) {
    try {
      long[] shape = (long[]) SHAPE.get(tensor.getClass()).invokeExact(tensor);
      return shape.length == 0 ? 0 : shape[0];
    } catch (Throwable unreadable) {
      return -1;
    }
  }

  // shape() is an array of ND4J's and of TensorFlow's legacy API, else an object with asArray().
  private static MethodHandle shapeOf(Class<?> tensor) {
    try {
      MethodHandle shape = publicly(tensor, "shape");
      Class<?> type = shape.type().returnType();
      if (type != long[].class) {
        shape = MethodHandles.filterReturnValue(shape, publicly(type, "asArray"));
      }
      return shape.asType(MethodType.methodType(long[].class, Object.class));
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("cannot read the shape of a " + tensor.getName(), e);
    }
  }

  // Through a public type that declares it: the class itself may not be one.
  private static MethodHandle publicly(Class<?> type, String name)
      throws ReflectiveOperationException {
    Method method = type.getMethod(name);
    method.setAccessible(true);
    return MethodHandles.lookup().unreflect(method);
  }
}
