package io.joulebook.benchmarks.simulation;

import io.joulebook.agent.ledger.CallClass;
import io.joulebook.agent.ledger.Edge;
import io.joulebook.agent.ledger.Ledger;
import io.joulebook.agent.ledger.SettledCall;
import io.joulebook.agent.ledger.SettledInterval;
import io.joulebook.agent.ledger.SettledShare;
import io.joulebook.agent.power.CounterEdgeDetector;
import io.joulebook.agent.power.DeviceCondition;
import io.joulebook.agent.power.MeterReading;
import io.joulebook.agent.power.PowerEvent;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;

/** Plays a regime through the agent's own edge detector and ledger, in virtual time. */
final class Playback {
  private static final String GPU = "GPU-0";
  private static final double LIMIT_WATTS = 1_000;
  private static final long SETTLING = 4_000_000_000L;
  private static final long READING_NANOS = 30_000;
  private static final double WAKE_UP_NANOS = 80_000;

  /** How long after its time an event may be told. */
  private static final long TOLD_LATE = 20_000_000;

  final List<SimulatedCall> calls;
  final SettledShare[] shares;
  final Deque<SettledInterval> intervals = new ArrayDeque<>();
  final long loadBegins;
  private final Ledger<Integer> ledger;
  private final Random random;
  private final long limitMilliwatts;

  private record Told(long time, int call, boolean begins) {}

  private Playback(List<SimulatedCall> calls, double from, long limitMilliwatts, long seed) {
    this.limitMilliwatts = limitMilliwatts;
    this.calls = calls;
    shares = new SettledShare[calls.size()];
    loadBegins = Traffic.nanos(from);
    random = new Random(~seed);
    ledger = new Ledger<>((gpu, interval) -> intervals.add(interval), this::settled);
    ledger.device(GPU).limit(limitMilliwatts);
  }

  /** One run of so many seconds of load. */
  static Playback play(Regime regime, double seconds, long seed) {
    double from = regime.busyFromStart() ? 0 : Traffic.LEAD_IN;
    Traffic traffic = new Traffic(seed, from, from + seconds);
    regime.traffic().accept(traffic);
    List<SimulatedCall> calls = traffic.calls();
    calls.sort(Comparator.comparingLong(call -> call.begin));
    long last = calls.stream().mapToLong(call -> call.end).max().orElse(loadEnd(from, seconds));
    long end = Math.max(last, loadEnd(from, seconds)) + SETTLING;
    PowerCurve power = new PowerCurve(calls, regime.device(), end / 1e9, regime.sensor().tau());
    double limit = Math.min(LIMIT_WATTS, regime.device().capWatts());
    Playback run = new Playback(calls, from, Math.round(limit * 1e3), seed);
    Sensor.Counter counter = regime.sensor().counter(power, run.random.nextDouble(), end / 1e9);
    run.play(counter, condition(power), end);
    return run;
  }

  private static DeviceCondition condition(PowerCurve power) {
    return new DeviceCondition() {
      private long asked;

      @Override
      public int performanceState(long at) {
        return Edge.UNKNOWN_STATE;
      }

      @Override
      public boolean isThrottled(long at) {
        boolean capped = power.isCapped(asked, at);
        asked = at;
        return capped;
      }
    };
  }

  private static long loadEnd(double from, double seconds) {
    return Traffic.nanos(from + seconds);
  }

  private void play(Sensor.Counter counter, DeviceCondition condition, long end) {
    List<PowerEvent> events = new ArrayList<>();
    CounterEdgeDetector edges =
        new CounterEdgeDetector(
            GPU,
            now -> OptionalLong.of(limitMilliwatts),
            events::add,
            condition,
            Optional.empty(),
            random::nextDouble);
    List<Told> told = told();
    int next = 0;
    for (long now = 0; now < end; ) {
      long after = now + READING_NANOS + (long) (READING_NANOS * random.nextDouble());
      edges.offer(now, after, new MeterReading.Energy(counter.micros((now + after) / 2)));
      for (; next < told.size() && told.get(next).time <= after + TOLD_LATE; next++) {
        tell(told.get(next));
      }
      events.forEach(this::take);
      events.clear();
      long due = edges.nextPoll(after);
      now = Math.max(after, due) + (long) (-Math.log(1 - random.nextDouble()) * WAKE_UP_NANOS);
    }
  }

  private List<Told> told() {
    List<Told> told = new ArrayList<>();
    for (int i = 0; i < calls.size(); i++) {
      told.add(new Told(calls.get(i).begin, i, true));
      told.add(new Told(calls.get(i).end, i, false));
    }
    told.sort(Comparator.comparingLong(Told::time).thenComparing(Told::begins));
    return told;
  }

  private void tell(Told event) {
    SimulatedCall call = calls.get(event.call);
    if (event.begins) {
      CallClass alike = CallClass.of("model-" + call.model, "run", call.size);
      ledger.begin(
          event.call, event.call, event.time, List.of(GPU), Ledger.EQUAL_WEIGHT, alike, call.size);
    } else {
      ledger.end(event.call, event.time, false);
    }
  }

  private void take(PowerEvent event) {
    if (event instanceof PowerEvent.Opened opened) {
      ledger.openAt(GPU, opened.at(), opened.uncertainty());
    } else if (event instanceof PowerEvent.Changed changed) {
      ledger.edge(GPU, changed.edge());
    } else {
      throw new IllegalStateException("a sound sensor fails: " + event);
    }
  }

  private void settled(SettledCall<Integer> call) {
    shares[call.attachment()] = call.shares().get(0);
  }
}
