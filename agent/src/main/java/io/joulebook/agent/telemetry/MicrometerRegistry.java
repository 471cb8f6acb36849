package io.joulebook.agent.telemetry;

import java.lang.ref.WeakReference;
import java.lang.reflect.Method;
import java.util.Collection;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;

/**
 * The global registry of the Micrometer that one class loader of the host has. Its class is kept
 * weakly and its methods are looked up each time, which is seldom: an application that is
 * undeployed goes. Seen to work with Micrometer 1.5 to 1.17.
 */
final class MicrometerRegistry implements HostRegistry {
  /** Has the global registry in a field. */
  static final String METRICS = "io.micrometer.core.instrument.Metrics";

  private static final String PACKAGE = "io.micrometer.core.instrument.";

  private final WeakReference<Class<?>> metrics;
  private final Predicate<Class<?>> isInitialized;

  /**
   * A registry.
   *
   * @param metrics the host's class {@value #METRICS}
   * @param isInitialized whether the host has initialised it: the agent never does
   */
  MicrometerRegistry(Class<?> metrics, Predicate<Class<?>> isInitialized) {
    this.metrics = new WeakReference<>(metrics);
    this.isInitialized = isInitialized;
  }

  /** Whether it is the registry of that class. */
  boolean isOf(Class<?> other) {
    return metrics.refersTo(other);
  }

  boolean isGone() {
    return metrics.refersTo(null);
  }

  // Meters registered before there is a registry behind it would meet filters that are set later.
  @Override
  public boolean isRead() throws ReflectiveOperationException {
    Class<?> found = metrics.get();
    if (found == null || !isInitialized.test(found)) {
      return false;
    }
    Object registry = global(found);
    boolean closed = (Boolean) method(found, "MeterRegistry", "isClosed").invoke(registry);
    Method all = method(found, "composite.CompositeMeterRegistry", "getRegistries");
    return !closed && !((Collection<?>) all.invoke(registry)).isEmpty();
  }

  // FunctionCounter.builder(name, cell, reading).tags(…).description(…).baseUnit(…).register(…)
  @Override
  public Object register(HostMeter meter) throws ReflectiveOperationException {
    Class<?> found = present();
    Class<?> type = type(found, meter.isCounter() ? "FunctionCounter" : "Gauge");
    Class<?> builder = type(found, meter.isCounter() ? "FunctionCounter$Builder" : "Gauge$Builder");
    Object built =
        type.getMethod("builder", String.class, Object.class, ToDoubleFunction.class)
            .invoke(null, meter.base().replace('_', '.'), meter.cell(), HostMeter.reading());
    Object tags = meter.tags().toArray(String[]::new);
    builder.getMethod("tags", String[].class).invoke(built, tags);
    builder.getMethod("description", String.class).invoke(built, meter.help());
    if (!meter.unit().isEmpty()) {
      builder.getMethod("baseUnit", String.class).invoke(built, meter.unit());
    }
    return builder.getMethod("register", type(found, "MeterRegistry")).invoke(built, global(found));
  }

  @Override
  public Set<Object> meters() throws ReflectiveOperationException {
    Class<?> found = present();
    Set<Object> meters = Collections.newSetFromMap(new IdentityHashMap<>());
    Method all = method(found, "MeterRegistry", "getMeters");
    meters.addAll((Collection<?>) all.invoke(global(found)));
    return meters;
  }

  @Override
  public void remove(Object meter) throws ReflectiveOperationException {
    Class<?> found = present();
    method(found, "MeterRegistry", "remove", type(found, "Meter")).invoke(global(found), meter);
  }

  private Class<?> present() throws ClassNotFoundException {
    Class<?> found = metrics.get();
    if (found == null) {
      throw new ClassNotFoundException(METRICS);
    }
    return found;
  }

  private static Object global(Class<?> metrics) throws ReflectiveOperationException {
    return metrics.getField("globalRegistry").get(null);
  }

  private static Method method(Class<?> metrics, String type, String name, Class<?>... parameters)
      throws ReflectiveOperationException {
    return type(metrics, type).getMethod(name, parameters);
  }

  private static Class<?> type(Class<?> metrics, String name) throws ClassNotFoundException {
    return Class.forName(PACKAGE + name, false, metrics.getClassLoader());
  }
}
