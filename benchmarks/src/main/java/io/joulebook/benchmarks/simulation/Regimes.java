package io.joulebook.benchmarks.simulation;

import static io.joulebook.benchmarks.simulation.Traffic.HEAVY;
import static io.joulebook.benchmarks.simulation.Traffic.HEAVY_ONLY;
import static io.joulebook.benchmarks.simulation.Traffic.LIGHT;
import static io.joulebook.benchmarks.simulation.Traffic.LIGHT_ONLY;

import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.ArrayList;
import java.util.List;

/** All regimes. */
final class Regimes {
  /** The ends of the names of the regimes that differ by their calls in flight. */
  static final String IN_FLIGHT = "-in-flight";

  static final String IN_FLIGHT_SATURATING = "-in-flight-saturating";

  private static final int HEAVY_AT_MOST = 3;
  private static final int[] CONCURRENCY = {1, 2, 4, 8, 16, 32, 64};

  private final List<Regime> all = new ArrayList<>();

  private Regimes() {
    alone();
    mixed();
    lockstep();
    base();
    offsets();
    sizes();
    sensors();
    limits();
    concurrency();
  }

  static List<Regime> matching(List<String> globs) {
    List<PathMatcher> matchers =
        globs.stream().map(g -> FileSystems.getDefault().getPathMatcher("glob:" + g)).toList();
    return new Regimes()
        .all.stream()
            .filter(
                r ->
                    globs.isEmpty()
                        || matchers.stream().anyMatch(m -> m.matches(Path.of(r.name()))))
            .toList();
  }

  private void add(Regime regime) {
    all.add(regime);
  }

  // ---- traffic

  static Traffic four(Traffic traffic) {
    return traffic.threads(4, Traffic.mixed(HEAVY_AT_MOST), 0.1, 1.3, 0, 0);
  }

  static Traffic eight(Traffic traffic) {
    return traffic.threads(8, Traffic.mixed(HEAVY_AT_MOST), 0.005, 0.025, 0, 0.004);
  }

  static Traffic stream(Traffic traffic) {
    return traffic
        .threads(1, LIGHT_ONLY, 1.8, 2.2, 0.1, 0.3)
        .threads(2, HEAVY_ONLY, 0.02, 0.08, 0.02, 0.08);
  }

  static Traffic pausing(Traffic traffic) {
    return traffic.threads(3, Traffic.mixed(HEAVY_AT_MOST), 0.05, 0.4, 0.05, 0.4);
  }

  static Traffic crowd(Traffic traffic) {
    return traffic.arrivals(HEAVY, 20, 0.18, 0.22);
  }

  // ---- regimes

  private void alone() {
    add(
        Regime.of("single-2s", t -> t.threads(1, HEAVY_ONLY, 1.8, 2.2, 0.3, 0.6))
            .on(Device.H100.saturating()));
    add(
        Regime.of("single-300ms", t -> t.threads(1, HEAVY_ONLY, 0.27, 0.33, 0.18, 0.22))
            .on(Device.H100.saturating()));
    add(
        Regime.of("single-20ms", t -> t.threads(1, HEAVY_ONLY, 0.018, 0.022, 0.2, 0.25))
            .on(Device.H100.saturating()));
    add(Regime.of("arrivals-20-of-200ms", Regimes::crowd).on(Device.H100.saturating()));
    add(
        Regime.of("arrivals-200-of-40ms", t -> t.arrivals(HEAVY, 200, 0.036, 0.044))
            .on(Device.H100.saturating()));
    add(
        Regime.of(
                "stream-beside-10ms",
                t -> {
                  t.arrivals(HEAVY, 40, 0.01, 0.01);
                  for (double at = t.from; at < t.until; at += 10) {
                    t.call(HEAVY, 1, at, at + 10);
                  }
                })
            .on(Device.H100.saturating()));
    add(
        Regime.of(
            "16-threads-of-1ms", t -> t.models(20).threads(16, HEAVY_ONLY, 0.0009, 0.0011, 0, 0)));
  }

  private void mixed() {
    for (int lag : new int[] {0, 60}) {
      String suffix = lag == 0 ? "" : "-lag-" + lag;
      Sensor sensor = Sensor.H100.lag(lag / 1e3);
      for (Regime regime :
          List.of(
              Regime.of("mixed-4" + suffix, Regimes::four),
              Regime.of("mixed-8" + suffix, Regimes::eight),
              Regime.of("mixed-stream" + suffix, Regimes::stream),
              Regime.of("mixed-pausing" + suffix, Regimes::pausing))) {
        add(regime.with(sensor));
        add(regime.with(sensor).coldToo());
      }
    }
  }

  /** Two models that always run together: only chance tells their powers apart. */
  private void lockstep() {
    add(
        Regime.of(
            "lockstep",
            t -> {
              for (double at = t.from; at < t.until; at += 0.7) {
                double end = at + t.between(0.2, 0.5);
                t.offset(HEAVY, t.between(0, 2e-4), 2e-4);
                t.call(HEAVY, 1, at, end);
                t.offset(LIGHT, t.between(0, 2e-4), 2e-4);
                t.call(LIGHT, 1, at, end);
              }
            }));
  }

  // So few watts each that 64 calls stay below the device's limit. The device that saturates does
  // so
  // by their number, so that only calls that are alike have a truth on it.
  private void concurrency() {
    for (int threads : CONCURRENCY) {
      add(
          Regime.of(
              threads + IN_FLIGHT,
              t ->
                  t.models(60, 6)
                      .threads(threads, Traffic.mixed(HEAVY_AT_MOST), 0.05, 0.15, 0, 0)));
      add(
          Regime.of(
                  threads + IN_FLIGHT_SATURATING,
                  t -> t.threads(threads, HEAVY_ONLY, 0.05, 0.15, 0, 0))
              .on(Device.H100.saturating()));
    }
  }

  private void base() {
    for (int lag : new int[] {0, 60}) {
      String suffix = lag == 0 ? "" : "-lag-" + lag;
      Sensor sensor = Sensor.H100.lag(lag / 1e3);
      add(Regime.of("busy-from-start-4" + suffix, Regimes::four).fromStart().with(sensor));
      add(Regime.of("busy-from-start-8" + suffix, Regimes::eight).fromStart().with(sensor));
      add(
          Regime.of("base-drift-pausing" + suffix, Regimes::pausing)
              .on(Device.H100.drift(40, 40))
              .with(sensor));
      add(
          Regime.of("base-drift-4" + suffix, Regimes::four)
              .on(Device.H100.drift(40, 40))
              .with(sensor));
    }
  }

  private void offsets() {
    add(Regime.of("cpu-first-60ms", t -> pausing(t.offset(HEAVY, 0.06, 0))));
    add(Regime.of("cpu-first-60ms-4", t -> four(t.offset(HEAVY, 0.06, 0))));
    add(Regime.of("tail-80ms", t -> pausing(t.offset(HEAVY, 0, 0.08))));
    add(Regime.of("tail-100ms-4", t -> four(t.offset(HEAVY, 0, 0.1))));
    add(Regime.of("tail-20ms-8", t -> eight(t.models(80, 25).offset(HEAVY, 0, 0.02))));
  }

  private void sizes() {
    add(Regime.of("tokens-8-to-512", t -> tokens(t.models(20, 25).perSize(HEAVY, 0.5))));
    add(Regime.of("tokens-saturating", t -> tokens(t.models(20, 25).perSize(HEAVY, 3, 100))));
    add(
        Regime.of(
            "60-models",
            t -> {
              double[] watts = new double[60];
              for (int i = 0; i < watts.length; i++) {
                watts[i] = i == LIGHT ? 25 : i % 2 == 0 ? 250 : 60;
              }
              t.models(watts);
              t.threads(
                  3,
                  (traffic, heavy) ->
                      traffic.random.nextInt(4) == 0 ? LIGHT : traffic.random.nextInt(60),
                  0.05,
                  0.3,
                  0.02,
                  0.1);
            }));
  }

  private static Traffic tokens(Traffic t) {
    return t.each(
        12,
        at -> {
          long tokens = Math.round(8 * Math.pow(64, t.random.nextDouble()));
          t.call(HEAVY, tokens, at, at + t.between(0.05, 0.15));
        });
  }

  private void sensors() {
    for (int tau : new int[] {30, 100, 300}) {
      Sensor slow = Sensor.H100.tau(tau / 1e3);
      add(Regime.of("low-pass-" + tau + "-4", Regimes::four).with(slow));
      add(Regime.of("low-pass-" + tau + "-pausing", Regimes::pausing).with(slow));
      add(
          Regime.of(
                  "low-pass-" + tau + "-single",
                  t -> t.threads(1, HEAVY_ONLY, 0.27, 0.33, 0.18, 0.22))
              .with(slow));
    }
    for (int lag : new int[] {250, 450, 600, 1000}) {
      add(Regime.of("lag-" + lag + "-pausing", Regimes::pausing).with(Sensor.H100.lag(lag / 1e3)));
    }
    add(
        Regime.of("windowed-random", Regimes::crowd)
            .on(Device.H100.saturating())
            .with(Sensor.H100.window(0.25)));
    add(
        Regime.of("windowed-steps-of-50ms", t -> t.threads(1, HEAVY_ONLY, 0.33, 0.33, 0.05, 0.05))
            .with(Sensor.H100.window(0.25)));
  }

  private void limits() {
    for (int cap : new int[] {600, 500, 400, 300}) {
      add(Regime.of("cap-" + cap + "-4", Regimes::four).on(Device.H100.cap(cap)));
      add(Regime.of("cap-" + cap + "-pausing", Regimes::pausing).on(Device.H100.cap(cap)));
    }
    add(
        Regime.of("cap-400-lag-250-pausing", Regimes::pausing)
            .on(Device.H100.cap(400))
            .with(Sensor.H100.lag(0.25)));
  }
}
