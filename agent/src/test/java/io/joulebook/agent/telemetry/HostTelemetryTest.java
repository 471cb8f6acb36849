package io.joulebook.agent.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import io.joulebook.collector.metrics.Sample;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.Metrics;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.lang.ref.WeakReference;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class HostTelemetryTest {
  private static final String HERALD = "io/micrometer/core/instrument/Metrics";
  private static final Sample CALLS =
      new Sample("joulebook_calls_total", "Calls.", "", true, List.of("model", "m"), 3);
  private static final Sample ENERGY =
      new Sample(
          "joulebook_energy_joules_total", "Energy.", "joules", true, List.of("device", "d"), 0.25);
  private static final Sample LIMIT =
      new Sample("joulebook_budget_limit_joules", "Limit.", "joules", false, List.of(), 5);

  private final SimpleMeterRegistry host = new SimpleMeterRegistry();
  private final List<String> said = new CopyOnWriteArrayList<>();
  private volatile boolean initialized = true;

  private final HostTelemetry telemetry =
      new HostTelemetry(
          new HostClasses() {
            @Override
            public Class<?>[] loaded() {
              return new Class<?>[] {String.class, Metrics.class};
            }

            @Override
            public boolean isInitialized(Class<?> type) {
              return initialized;
            }
          },
          run -> new Thread(() -> {}), // the test takes the turns
          said::add);

  @BeforeEach
  void hostSetsUpItsRegistry() {
    Metrics.addRegistry(host);
  }

  @AfterEach
  void hostIsLeftAsItWas() {
    Metrics.removeRegistry(host);
    Metrics.globalRegistry.clear();
  }

  /** Some seconds pass. */
  private void show(Sample... samples) {
    for (int i = 0; i < 3; i++) {
      telemetry.publish(() -> List.of(samples));
      telemetry.turn();
    }
  }

  private void end() {
    telemetry.close();
    telemetry.run();
  }

  private List<String> names() {
    return host.getMeters().stream().map(meter -> meter.getId().getName()).toList();
  }

  @Test
  void theHostSeesNameUnitMeaningTagsAndValue() {
    telemetry.seen(HERALD);
    show(CALLS, ENERGY, LIMIT);

    FunctionCounter energy = host.get("joulebook.energy").functionCounter();
    assertThat(host.get("joulebook.calls").tag("model", "m").functionCounter().count())
        .isEqualTo(3);
    assertThat(energy.count()).isEqualTo(0.25);
    assertThat(host.get("joulebook.budget.limit").gauge().value()).isEqualTo(5);
    assertThat(energy.getId().getBaseUnit()).isEqualTo("joules");
    assertThat(energy.getId().getDescription()).isEqualTo("Energy.");
    assertThat(telemetry.isRead()).isTrue();
    assertThat(telemetry.takeFailed()).isFalse();
    assertThat(said).isEmpty();
  }

  @Test
  void prometheusShowsThemByTheNamesThatOurOwnPageHas() {
    PrometheusMeterRegistry prometheus = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    Metrics.addRegistry(prometheus);
    try {
      telemetry.seen(HERALD);
      show(CALLS, ENERGY, LIMIT);

      assertThat(prometheus.scrape().lines().filter(line -> !line.startsWith("#")))
          .containsExactlyInAnyOrder(
              "joulebook_calls_total{model=\"m\"} 3.0",
              "joulebook_energy_joules_total{device=\"d\"} 0.25",
              "joulebook_budget_limit_joules 5.0");
    } finally {
      Metrics.removeRegistry(prometheus);
    }
  }

  @Test
  void valuesFollowAndSeriesComeAndGo() {
    telemetry.seen(HERALD);
    show(CALLS);
    show(new Sample(CALLS.name(), CALLS.help(), "", true, CALLS.labels(), 4), ENERGY);
    assertThat(host.get("joulebook.calls").functionCounter().count()).isEqualTo(4);
    assertThat(names()).containsExactlyInAnyOrder("joulebook.calls", "joulebook.energy");

    show(ENERGY);
    assertThat(names()).containsExactly("joulebook.energy");
  }

  @Test
  void nothingIsAskedForUntilTheHostsClassIsSeen() {
    telemetry.seen("io/micrometer/core/instrument/Meter");
    show(CALLS);

    assertThat(telemetry.isRead()).isFalse();
    assertThat(names()).isEmpty();
  }

  @Test
  void aClassThatTheHostHasNotInitialisedIsLeftAlone() {
    initialized = false;
    telemetry.seen(HERALD);
    show(CALLS);
    assertThat(telemetry.isRead()).isFalse();

    initialized = true;
    show(CALLS);
    assertThat(names()).containsExactly("joulebook.calls");
  }

  @Test
  void aGlobalRegistryThatNothingReadsGetsNoMeters() {
    Metrics.removeRegistry(host);
    telemetry.seen(HERALD);
    show(CALLS);
    assertThat(telemetry.isRead()).isFalse();
    assertThat(Metrics.globalRegistry.getMeters()).isEmpty();

    Metrics.addRegistry(host);
    show(CALLS);
    assertThat(names()).containsExactly("joulebook.calls");
  }

  @Test
  void whatTheHostsRegistryThrowsIsSaidAndCounted() {
    SimpleMeterRegistry hostile =
        new SimpleMeterRegistry() {
          @Override
          protected <T> Gauge newGauge(Meter.Id id, @Nullable T on, ToDoubleFunction<T> value) {
            throw new IllegalStateException("hostile");
          }
        };
    Metrics.addRegistry(hostile);
    try {
      telemetry.seen(HERALD);
      show(CALLS, LIMIT, ENERGY);

      assertThat(hostile.getMeters()).hasSize(2);
      assertThat(telemetry.takeFailed()).isTrue();
      assertThat(telemetry.takeFailed()).isFalse();
      assertThat(said).singleElement().asString().endsWith("IllegalStateException: hostile");
    } finally {
      Metrics.removeRegistry(hostile);
    }
  }

  @Test
  void whenItIsClosedTheMetersGoAndTheHostsOwnStay() {
    host.counter("the.hosts");
    telemetry.seen(HERALD);
    show(CALLS, ENERGY);
    end();

    assertThat(names()).containsExactly("the.hosts");
  }

  @Test
  void aCoreThatWasClosedIsFreeToGo() throws Exception {
    assertGoes(runInALoaderOfItsOwn(true));
    assertThat(names()).isEmpty();
  }

  @Test
  void aCoreThatWasLostIsFreeToGoThoughItsMetersStay() throws Exception {
    assertGoes(runInALoaderOfItsOwn(false));
    assertThat(names()).containsExactly("joulebook.calls");
  }

  private static void assertGoes(WeakReference<ClassLoader> core) {
    for (int i = 0; i < 20 && !core.refersTo(null); i++) {
      System.gc();
    }
    assertThat(core.refersTo(null)).as("the host does not keep the core alive").isTrue();
  }

  // As in the agent: classes of ours in a loader that the host's registry does not know.
  private WeakReference<ClassLoader> runInALoaderOfItsOwn(boolean close) throws Exception {
    ClassLoader core = new CoreLoader();
    Class<?> type = core.loadClass(HostTelemetry.class.getName());
    Class<?> classes = core.loadClass(HostClasses.class.getName());
    InvocationHandler ask =
        (proxy, method, arguments) ->
            method.getName().equals("loaded") ? new Class<?>[] {Metrics.class} : (Object) true;
    Function<Runnable, Thread> threads = run -> new Thread(() -> {});
    Object loaded =
        type.getConstructor(classes, Function.class, Consumer.class)
            .newInstance(
                Proxy.newProxyInstance(core, new Class<?>[] {classes}, ask),
                threads,
                (Consumer<String>) said::add);
    Object sample =
        core.loadClass(Sample.class.getName())
            .getConstructors()[0]
            .newInstance("joulebook_calls_total", "Calls.", "", true, List.of(), 3.0);
    Supplier<List<Object>> values = () -> List.of(sample);
    type.getMethod("seen", String.class).invoke(loaded, HERALD);
    for (int i = 0; i < 3; i++) {
      type.getMethod("publish", Supplier.class).invoke(loaded, values);
      call(type, loaded, "turn");
    }
    assertThat(names()).containsExactly("joulebook.calls");
    if (close) {
      type.getMethod("close").invoke(loaded);
      call(type, loaded, "run");
    }
    return new WeakReference<>(core);
  }

  private static void call(Class<?> type, Object object, String name) throws Exception {
    Method method = type.getDeclaredMethod(name);
    method.setAccessible(true);
    method.invoke(object);
  }

  /** Loads the agent's own classes anew, and leaves the host's to their loader. */
  private static final class CoreLoader extends URLClassLoader {
    CoreLoader() throws Exception {
      super(
          new URL[] {of(HostTelemetry.class), of(Sample.class)}, CoreLoader.class.getClassLoader());
    }

    private static URL of(Class<?> type) throws Exception {
      return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI())
          .toUri()
          .toURL();
    }

    @Override
    protected @Nullable Class<?> loadClass(String name, boolean resolve)
        throws ClassNotFoundException {
      synchronized (getClassLoadingLock(name)) {
        if (name.startsWith("io.joulebook.") && findLoadedClass(name) == null) {
          return findClass(name);
        }
        return super.loadClass(name, resolve);
      }
    }
  }
}
