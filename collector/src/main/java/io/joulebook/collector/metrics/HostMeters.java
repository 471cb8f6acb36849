package io.joulebook.collector.metrics;

import io.micrometer.common.util.internal.logging.InternalLogger;
import io.micrometer.common.util.internal.logging.InternalLoggerFactory;
import io.micrometer.core.instrument.Clock;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.jvm.ClassLoaderMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.core.instrument.config.MeterFilter;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.lang.reflect.Proxy;

/**
 * Meters of the JVM and its process, by Micrometer. Only binders that read when scraped: those for
 * garbage collection add notification listeners to the host's beans and are left out.
 */
final class HostMeters {
  /** A count by thread state walks the stack of every thread at every scrape. */
  private static final MeterFilter NO_STACK_WALKS = MeterFilter.denyNameStartsWith("jvm.threads.s");

  private final PrometheusRegistry prometheus;
  private boolean bound;

  HostMeters(PrometheusRegistry prometheus) {
    this.prometheus = prometheus;
  }

  /** Adds the meters, once; false if this JVM lacks the classes that they need. */
  boolean bind() {
    try {
      if (!bound) {
        InternalLoggerFactory.setDefaultFactory(new Silence());
        bindTo(new PrometheusMeterRegistry(PrometheusConfig.DEFAULT, prometheus, Clock.SYSTEM));
        bound = true;
      }
      return true;
    } catch (RuntimeException | LinkageError e) {
      return false;
    }
  }

  private static void bindTo(MeterRegistry micrometer) {
    micrometer.config().meterFilter(NO_STACK_WALKS);
    new JvmMemoryMetrics().bindTo(micrometer);
    new JvmThreadMetrics().bindTo(micrometer);
    new ClassLoaderMetrics().bindTo(micrometer);
    new ProcessorMetrics().bindTo(micrometer);
    new UptimeMetrics().bindTo(micrometer);
  }

  /**
   * Micrometer's own log goes nowhere: its default would initialise {@code java.util.logging}
   * before the host can choose a log manager.
   */
  private static final class Silence extends InternalLoggerFactory {
    @Override
    protected InternalLogger newInstance(String name) {
      return (InternalLogger)
          Proxy.newProxyInstance(
              InternalLogger.class.getClassLoader(),
              new Class<?>[] {InternalLogger.class},
              (proxy, method, arguments) -> answer(method.getReturnType(), name));
    }

    private static Object answer(Class<?> type, String name) {
      return type == String.class ? name : false;
    }
  }
}
