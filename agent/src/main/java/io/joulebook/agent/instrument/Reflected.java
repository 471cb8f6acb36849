package io.joulebook.agent.instrument;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Field;
import java.util.List;
import java.util.Map;

/**
 * Reads the objects of libraries that the agent cannot see at compile time. Handles are kept per
 * class, so that they go when the class's loader goes.
 */
final class Reflected {
  private static final Privileged.OfClass<MethodHandle> SHAPE =
      new Privileged.OfClass<>() {
        @Override
        protected MethodHandle compute(Class<?> tensor) {
          return shapeOf(tensor);
        }
      };

  private Reflected() {}

  private static final Privileged.OfClass<MethodHandle> RESULTS =
      new Privileged.OfClass<>() {
        @Override
        protected MethodHandle compute(Class<?> result) {
          return resultsOf(result);
        }
      };

  /**
   * The shape of an {@code OnnxTensor}, not to be changed; throws for values that have none. Reads
   * two fields, on whatever thread.
   */
  static long[] shape(Object tensor) throws Throwable {
    return (long[]) SHAPE.get(tensor.getClass()).invokeExact(tensor);
  }

  /** The values of an {@code OrtSession.Result}, not to be changed: reads one field. */
  static List<?> results(Object result) throws Throwable {
    return (List<?>) RESULTS.get(result.getClass()).invokeExact(result);
  }

  private static MethodHandle resultsOf(Class<?> result) {
    try {
      return inside(result)
          .findGetter(result, "list", List.class)
          .asType(MethodType.methodType(List.class, Object.class));
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("cannot read the values of a " + result.getName(), e);
    }
  }

  private static MethodHandles.Lookup inside(Class<?> type) throws IllegalAccessException {
    return MethodHandles.privateLookupIn(type, MethodHandles.lookup());
  }

  // OnnxValue.getInfo(), which is public in all versions, then the field that TensorInfo.getShape()
  // copies, or the copy where that field has another name.
  private static MethodHandle shapeOf(Class<?> tensor) {
    try {
      ClassLoader loader = tensor.getClassLoader();
      Class<?> value = Class.forName("ai.onnxruntime.OnnxValue", false, loader);
      Class<?> valueInfo = Class.forName("ai.onnxruntime.ValueInfo", false, loader);
      Class<?> tensorInfo = Class.forName("ai.onnxruntime.TensorInfo", false, loader);
      MethodHandles.Lookup lookup = MethodHandles.publicLookup();
      MethodHandle info = lookup.findVirtual(value, "getInfo", MethodType.methodType(valueInfo));
      MethodHandle shape = shapeIn(tensorInfo);
      MethodHandle both =
          MethodHandles.filterReturnValue(
              info, shape.asType(MethodType.methodType(long[].class, valueInfo)));
      return both.asType(MethodType.methodType(long[].class, Object.class));
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("cannot read the shape of a " + tensor.getName(), e);
    }
  }

  private static MethodHandle shapeIn(Class<?> tensorInfo) throws ReflectiveOperationException {
    try {
      return inside(tensorInfo).findGetter(tensorInfo, "shape", long[].class);
    } catch (ReflectiveOperationException renamed) {
      return MethodHandles.publicLookup()
          .findVirtual(tensorInfo, "getShape", MethodType.methodType(long[].class));
    }
  }

  /** The {@code device_id} of ONNX Runtime's CUDA or TensorRT provider options; 0 if unset. */
  static int deviceId(Object providerOptions) {
    try {
      Object options = field(providerOptions, "options");
      Object id = options instanceof Map<?, ?> map ? map.get("device_id") : null;
      return id == null ? 0 : Integer.parseInt(String.valueOf(id));
    } catch (ReflectiveOperationException | NumberFormatException | SecurityException e) {
      return 0;
    }
  }

  /** The value of a field that the object's class or one above it declares. */
  static Object field(Object object, String name) throws ReflectiveOperationException {
    for (Class<?> c = object.getClass(); c != null; c = c.getSuperclass()) {
      for (Field field : c.getDeclaredFields()) {
        if (field.getName().equals(name)) {
          field.setAccessible(true);
          return field.get(object);
        }
      }
    }
    throw new NoSuchFieldException(name);
  }

  /** The value of a field with a whole number; 0 if it cannot be read. */
  static long number(Object object, String name) {
    try {
      return ((Number) field(object, name)).longValue();
    } catch (ReflectiveOperationException | RuntimeException unknownVersion) {
      return 0;
    }
  }

  /** The shape that a model declares for an input, -1 for free dimensions; empty if it has none. */
  static long[] declaredShape(Object nodeInfo) throws ReflectiveOperationException {
    Object info = call(nodeInfo, "ai.onnxruntime.NodeInfo", "getInfo");
    return info.getClass().getName().equals("ai.onnxruntime.TensorInfo")
        ? (long[]) call(info, "ai.onnxruntime.TensorInfo", "getShape")
        : new long[0];
  }

  /** Calls a public method without arguments, found through a public type that declares it. */
  static Object call(Object object, String declaringType, String method)
      throws ReflectiveOperationException {
    return type(object, declaringType).getMethod(method).invoke(object);
  }

  /** Calls a public method with a text, found through a public type that declares it. */
  static Object call(Object object, String declaringType, String method, String argument)
      throws ReflectiveOperationException {
    return type(object, declaringType).getMethod(method, String.class).invoke(object, argument);
  }

  private static Class<?> type(Object object, String name) throws ClassNotFoundException {
    return Class.forName(name, false, object.getClass().getClassLoader());
  }
}
