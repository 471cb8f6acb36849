package io.joulebook.benchmarks.accuracy;

import io.joulebook.nvml.fake.FakeCall;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** All scenarios, by name. */
final class Scenarios {
  private static final int HEAVY_AT_MOST = 3;
  private static final Truth SATURATING = new Truth.Saturating(110_000);
  private static final Truth ADDITIVE =
      new Truth.Additive(110_000, Map.of(Model.HEAVY, 250_000L, Model.LIGHT, 25_000L));

  private final List<Scenario> all = new ArrayList<>();

  private Scenarios() {
    alone();
    singleWithLag();
    crowds();
    sensors();
    mixed();
    unusual();
    counterFaults();
    driverFaults();
  }

  static List<Scenario> all() {
    return List.copyOf(new Scenarios().all);
  }

  /** Those whose name matches one of these globs; all if there are none. */
  static List<Scenario> matching(List<String> globs) {
    List<PathMatcher> matchers =
        globs.stream().map(g -> FileSystems.getDefault().getPathMatcher("glob:" + g)).toList();
    return all().stream()
        .filter(
            s -> globs.isEmpty() || matchers.stream().anyMatch(m -> m.matches(Path.of(s.name()))))
        .toList();
  }

  static Scenario named(String name) {
    return all().stream().filter(s -> s.name().equals(name)).findFirst().orElseThrow();
  }

  private void alone() {
    add("single-2s", SATURATING, Streams.one(Span.about(2000), Span.NONE));
    add("single-1s", SATURATING, Streams.one(Span.about(1000), Span.about(1000)));
    all.add(single("single-300ms"));
    all.add(single("single-300ms-poll-10ms").with("sample.period=10ms"));
    add("single-20ms", SATURATING, Streams.one(Span.about(20), Span.about(230)));
  }

  private static Scenario single(String name) {
    return Scenario.of(name, SATURATING, Streams.one(Span.about(300), Span.about(200)));
  }

  private void singleWithLag() {
    all.add(single("single-300ms-poll-150ms").with("sample.period=150ms"));
    for (long lag : List.of(60L, 100L, 250L)) {
      all.add(single("single-300ms-lag-" + lag).with(Sensor.H100.lag(lag)));
    }
  }

  private void crowds() {
    add("arrivals-2-of-5s", SATURATING, new Arrivals(2, Span.about(5000)));
    all.add(crowd("arrivals-20-of-200ms"));
    add("arrivals-200-of-40ms", SATURATING, new Arrivals(200, Span.about(40)));
    add(
        "saturating-mixed",
        SATURATING,
        new Streams(8, Mix.only(Model.HEAVY), Span.millis(50, 500), Span.millis(0, 500)));
  }

  private static Scenario crowd(String name) {
    return Scenario.of(name, SATURATING, new Arrivals(20, Span.about(200)));
  }

  private void sensors() {
    Sensor windowed = Sensor.H100.window(25);
    all.add(crowd("windowed-random").with(windowed));
    Load inPhase = new Square(Duration.ofMillis(60));
    Load antiPhase = new Square(Duration.ofMillis(10));
    all.add(Scenario.of("windowed-in-phase", SATURATING, inPhase).with(windowed));
    all.add(Scenario.of("windowed-anti-phase", SATURATING, antiPhase).with(windowed));
    all.add(crowd("gain-5-percent").with(Sensor.H100.gain(1.05)));
    all.add(longCalls("jitter-3ms").with(Sensor.H100.jitter(3)));
  }

  private void mixed() {
    for (long lag : List.of(0L, 60L)) {
      String suffix = lag == 0 ? "" : "-lag-" + lag;
      Sensor sensor = Sensor.H100.lag(lag);
      all.add(longCalls("mixed-4-threads" + suffix).with(sensor).alsoCold());
      all.add(shortCalls("mixed-8-threads" + suffix).with(sensor).alsoCold());
      all.add(lightStream("mixed-light-stream" + suffix).with(sensor).alsoCold());
    }
  }

  /** Two models that always run together: no energy tells their powers apart. */
  private static Scenario lockstep(String name) {
    Span call = Span.millis(100, 600);
    Span pause = Span.millis(50, 300);
    Load heavy = new Streams(1, Mix.only(Model.HEAVY), call, pause, true);
    Load light = new Streams(1, Mix.only(Model.LIGHT), call, pause, true);
    return Scenario.of(name, ADDITIVE, Load.together(heavy, light));
  }

  private static Scenario longCalls(String name) {
    Mix mix = Mix.heavyAndLight(HEAVY_AT_MOST);
    return Scenario.of(name, ADDITIVE, new Streams(4, mix, Span.millis(100, 1300), Span.NONE));
  }

  private static Scenario shortCalls(String name) {
    Mix mix = Mix.heavyAndLight(HEAVY_AT_MOST);
    return Scenario.of(name, ADDITIVE, new Streams(8, mix, Span.millis(5, 25), Span.NONE));
  }

  private static Scenario lightStream(String name) {
    Load heavy = new Streams(2, Mix.only(Model.HEAVY), Span.millis(20, 80), Span.millis(20, 80));
    Load light = new Streams(1, Mix.only(Model.LIGHT), Span.about(2000), Span.millis(100, 300));
    return Scenario.of(name, ADDITIVE, Load.together(heavy, light));
  }

  private void unusual() {
    Truth small = new Truth.Additive(110_000, Map.of(Model.HEAVY, 20_000L));
    add(
        "16-threads-of-1ms",
        small,
        new Streams(16, Mix.only(Model.HEAVY), Span.about(1), Span.NONE));
    Load endless =
        new Streams(1, Mix.only(Model.LIGHT), Span.millis(3_600_000, 3_600_001), Span.NONE);
    Load brief = Streams.one(Span.about(5), Span.millis(0, 5));
    all.add(lockstep("mixed-in-lockstep"));
    all.add(Scenario.of("stream-beside-5ms", ADDITIVE, Load.together(endless, brief)).alsoCold());
    add("idle", SATURATING, Load.none());
    Truth pascal = new Truth.Additive(30_000, Map.of(Model.HEAVY, 60_000L, Model.LIGHT, 15_000L));
    Load load = new Streams(3, Mix.heavyAndLight(2), Span.millis(50, 400), Span.millis(50, 400));
    Scenario without =
        Scenario.of("without-counter", pascal, load).on(Scenario.Hardware.WITHOUT_COUNTER);
    all.add(without);
    for (long window : List.of(100L, 25L)) {
      String name = "without-counter-" + window + "-of-100";
      Scenario sensed = Scenario.of(name, pascal, load).on(without.hardware());
      all.add(sensed.with(Sensor.every(100).window(window)));
    }
  }

  private void counterFaults() {
    all.add(fault("fault-reset-to-0", Fault.halfway(stage -> stage.gpu().resetCounter())));
    Fault higher = Fault.halfway(stage -> stage.gpu().shiftCounter(1_000_000_000));
    all.add(fault("fault-reset-to-higher", higher));
    all.add(fault("fault-stuck-10s", Fault.stuck(Duration.ofSeconds(10))));
    all.add(fault("fault-garbage-2s", Fault.garbage(Long.MIN_VALUE, 42)));
    all.add(fault("fault-missed-30-percent", Fault.missed(FakeCall.ENERGY, 0.3)));
    all.add(fault("fault-period-100-to-20", period(20)));
    all.add(fault("fault-period-20-to-100", period(100)).with(Sensor.every(20)));
  }

  private static Fault period(long millis) {
    return Fault.halfway(stage -> stage.gpu().period(Duration.ofMillis(millis)));
  }

  private void driverFaults() {
    all.add(fault("fault-lost-and-back", Fault.lostAndBack(Duration.ofSeconds(3))));
    all.add(fault("fault-hang-5s", Fault.hang(FakeCall.ENERGY, Duration.ofSeconds(5))));
    all.add(fault("fault-paused-5s", Fault.paused(Duration.ofSeconds(5))));
    Truth each =
        new Truth.Additive(
            110_000, Map.of(Model.FIRST, 200_000L, Model.SECOND, 100_000L, Model.BOTH, 80_000L));
    Load load =
        Load.together(busy(Model.BOTH), Load.together(busy(Model.FIRST), busy(Model.SECOND)));
    Scenario two = Scenario.of("two-gpus", each, load).on(Scenario.Hardware.TWO_H100);
    all.add(two);
    Fault dies = Fault.halfway(stage -> stage.machine().gpu(1).lose());
    all.add(Scenario.of("fault-two-gpus-one-dies", each, load).on(two.hardware()).with(dies));
  }

  private static Load busy(Model model) {
    return new Streams(1, Mix.only(model), Span.millis(100, 600), Span.millis(0, 300));
  }

  private static Scenario fault(String name, Fault fault) {
    Mix mix = Mix.heavyAndLight(HEAVY_AT_MOST);
    Load load = new Streams(3, mix, Span.millis(50, 400), Span.millis(50, 400));
    return Scenario.of(name, ADDITIVE, load).with(fault);
  }

  private void add(String name, Truth truth, Load load) {
    all.add(Scenario.of(name, truth, load));
  }
}
