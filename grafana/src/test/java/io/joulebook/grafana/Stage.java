package io.joulebook.grafana;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * The real demo with the agent, scraped by a real Prometheus, and a moment at which to look. There
 * is one for all tests that name it as a parameter; it ends with the last of them.
 */
final class Stage implements AutoCloseable {
  private static final long LONGER_SECONDS = 240;

  private final Path folder;
  private final Demo demo;
  private final Prometheus prometheus;
  private final Child installing;
  private final Instant start;
  private final Instant now;

  private Stage() throws Exception {
    installing = Node.startInstalling(); // all the while
    folder = Files.createTempDirectory("joulebook-stage");
    demo = Demo.start(folder);
    prometheus = Prometheus.start(folder, demo.metricsAddress());
    prometheus.await("joulebook_measured_joules_total"); // calls before that have no energy
    Future<?> load = demo.keepCalling();
    prometheus.await("count(count_over_time(joulebook_call_energy_joules_count[2m]) > 20) == 2");
    start = Instant.now();
    if (Screenshots.areForDocs()) {
      LockSupport.parkNanos(TimeUnit.SECONDS.toNanos(LONGER_SECONDS));
    }
    now = Instant.now();
    if (load.isDone()) {
      throw new AssertionError("the demo could not be called: " + load);
    }
    demo.stopCalling();
  }

  Prometheus prometheus() {
    return prometheus;
  }

  /** Where the demo's metrics are. */
  String metricsAddress() {
    return demo.metricsAddress();
  }

  /** The moment looked at: there are some seconds of calls before it, and none after. */
  Instant now() {
    return now;
  }

  /** From when on pictures show what was. */
  Instant since() {
    return now.minus(Viewer.RANGE).isBefore(start) ? now.minus(Viewer.RANGE) : start;
  }

  /** Who has chosen nothing, but the models to compare. */
  Viewer viewer() {
    return new Viewer(prometheus, now)
        .choosing("from", "minilm-one-by-one")
        .choosing("to", "minilm-batched");
  }

  @Override
  public void close() throws IOException {
    installing.close();
    prometheus.close();
    demo.close();
    try (Stream<Path> files = Files.walk(folder)) {
      List<Path> deepestFirst = files.sorted(Comparator.reverseOrder()).toList();
      for (Path file : deepestFirst) {
        Files.delete(file);
      }
    }
  }

  /** Gives it to whoever names it as a parameter. */
  static final class Keeper implements ParameterResolver {
    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
      return parameter.getParameter().getType() == Stage.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
      return context
          .getRoot()
          .getStore(ExtensionContext.Namespace.create(Stage.class))
          .getOrComputeIfAbsent(Stage.class, key -> open(), Stage.class);
    }

    private static Stage open() {
      try {
        return new Stage();
      } catch (Exception e) {
        throw new AssertionError(e);
      }
    }
  }
}
