package io.joulebook.agent.runtime;

import io.joulebook.agent.config.Inputs;
import io.joulebook.agent.config.Settings;
import io.joulebook.agent.instrument.Hooks;
import io.joulebook.agent.telemetry.HostClasses;
import io.joulebook.agent.telemetry.HostTelemetry;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.function.BooleanSupplier;

/** The collector of a host that has no registry of its own. */
final class ServedCollector {
  private ServedCollector() {}

  /** A collector whose endpoint was not tried yet. */
  static CollectorRuntime open(String arguments) {
    HostClasses none =
        new HostClasses() {
          @Override
          public Class<?>[] loaded() {
            return new Class<?>[0];
          }

          @Override
          public boolean isInitialized(Class<?> type) {
            return false;
          }
        };
    Inputs inputs = new Inputs(arguments, Map.of(), Map.of(), path -> "");
    return CollectorRuntime.open(
        Settings.resolve(inputs),
        new Hooks(Set.of(), List.of(), line -> {}),
        new HostTelemetry(none, run -> new Thread(() -> {}), line -> {}),
        () -> inputs);
  }

  /** Serves, and waits until it is known whether there is an endpoint. */
  static void decide(CollectorRuntime serving) {
    serving.serve(System.nanoTime(), new LoggingGate(new CountDownLatch(1)));
    await(serving::isDecided);
  }

  /** Waits for another thread, as long as the test may take. */
  static void await(BooleanSupplier done) {
    while (!done.getAsBoolean()) {
      if (Thread.interrupted()) {
        throw new AssertionError("it has not happened");
      }
      Thread.onSpinWait();
    }
  }
}
