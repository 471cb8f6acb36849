package io.joulebook.agent.instrument;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import org.jspecify.annotations.Nullable;

/** What stands in the place of an object of an interface that the host knows. */
abstract class InItsPlace implements InvocationHandler {
  /** A method of the interface is called. */
  abstract @Nullable Object call(
      Object proxy, Method method, @Nullable Object @Nullable [] arguments) throws Throwable;

  @Override
  public final @Nullable Object invoke(
      Object proxy, Method method, @Nullable Object @Nullable [] arguments) throws Throwable {
    if (method.getDeclaringClass() != Object.class) {
      return call(proxy, method, arguments);
    }
    return switch (method.getName()) {
      case "equals" -> arguments != null && proxy == arguments[0];
      case "hashCode" -> System.identityHashCode(proxy);
      default -> getClass().getSimpleName();
    };
  }

  /** This as an object of that interface. */
  final Object as(Class<?> type) {
    ClassLoader its = type.getClassLoader();
    ClassLoader loader = its == null ? InItsPlace.class.getClassLoader() : its;
    return Proxy.newProxyInstance(loader, new Class<?>[] {type}, this);
  }

  /** Passes a call on, and throws what it throws. */
  static @Nullable Object pass(
      @Nullable Object to, Method method, @Nullable Object @Nullable [] arguments)
      throws Throwable {
    try {
      return method.invoke(to, arguments);
    } catch (InvocationTargetException thrown) {
      throw thrown.getCause();
    }
  }
}
