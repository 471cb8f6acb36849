package io.joulebook.agent.ledger;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Calls on a device with a sensor, played through a ledger. */
final class SimulatedRun {
  private static final long LIMIT_MILLIWATTS = 700_000;

  /** How long after its time an event is told. */
  private static final long TOLD_LATE = 20_000_000;

  final List<TrueCall> calls;
  List<Edge> edges = List.of();
  final List<SettledInterval> intervals = new ArrayList<>();
  final Map<Long, SettledCall<Long>> settled = new HashMap<>();
  private final Ledger<Long> ledger = new Ledger<>((id, i) -> intervals.add(i), this::settled);

  private record Event(long time, int call, boolean begins) {}

  private SimulatedRun(List<TrueCall> calls) {
    this.calls = calls;
  }

  static SimulatedRun play(List<TrueCall> calls, TrueDevice device, SimulatedSensor sensor) {
    long last = calls.stream().mapToLong(call -> call.end).max().orElse(10_000_000_000L);
    return play(calls, sensor.edges(device, last + 4_000_000_000L));
  }

  static SimulatedRun play(List<TrueCall> calls, List<Edge> edges) {
    SimulatedRun run = new SimulatedRun(calls);
    run.play(edges);
    return run;
  }

  private void play(List<Edge> edges) {
    this.edges = edges;
    ledger.device(RecordedBooks.GPU).limit(LIMIT_MILLIWATTS);
    ledger.openAt(RecordedBooks.GPU, edges.get(0).time(), edges.get(0).uncertainty());
    List<Event> events = events();
    int told = 0;
    for (Edge edge : edges.subList(1, edges.size())) {
      for (; told < events.size() && events.get(told).time < edge.time() + TOLD_LATE; told++) {
        tell(events.get(told));
      }
      ledger.edge(RecordedBooks.GPU, edge);
    }
  }

  private List<Event> events() {
    List<Event> events = new ArrayList<>();
    for (int i = 0; i < calls.size(); i++) {
      events.add(new Event(calls.get(i).begin, i, true));
      events.add(new Event(calls.get(i).end, i, false));
    }
    events.sort(Comparator.comparingLong(Event::time).thenComparing(Event::begins));
    return events;
  }

  private void tell(Event event) {
    int kind = calls.get(event.call).kind;
    if (event.begins) {
      CallClass alike = CallClass.of("model-" + kind, "run", 1);
      ledger.begin(
          event.call, (long) event.call, event.time, List.of(RecordedBooks.GPU), 1, alike, 1);
    } else {
      ledger.end(event.call, event.time, false);
    }
  }

  private void settled(SettledCall<Long> call) {
    settled.put(call.attachment(), call);
  }

  // ---- how good it was

  SettledShare share(int call) {
    return settled.get((long) call).shares().get(0);
  }

  SensorEstimates facts() {
    return intervals.get(intervals.size() - 1).sensor();
  }

  /** The relative error of the active energy of all calls of a kind that began after a time. */
  double activeError(int kind, double afterSeconds) {
    double truth = 0;
    double given = 0;
    for (int i = 0; i < calls.size(); i++) {
      if (calls.get(i).kind == kind && calls.get(i).begin >= afterSeconds * 1e9) {
        truth += calls.get(i).activeJoules;
        given += share(i).activeMicros() / 1e6;
      }
    }
    return given / truth - 1;
  }

  /** The relative error of all energy of all calls that began after a time. */
  double bias(double afterSeconds) {
    double truth = 0;
    double given = 0;
    for (int i = 0; i < calls.size(); i++) {
      if (calls.get(i).begin >= afterSeconds * 1e9) {
        truth += calls.get(i).joules();
        given += given(i);
      }
    }
    return given / truth - 1;
  }

  private double given(int call) {
    return (share(call).activeMicros() + share(call).baseMicros()) / 1e6;
  }

  /** The median of the relative errors of single calls that began after a time. */
  double medianError(double afterSeconds) {
    List<Double> errors = new ArrayList<>();
    for (int i = 0; i < calls.size(); i++) {
      if (calls.get(i).begin >= afterSeconds * 1e9) {
        errors.add(Math.abs(given(i) / calls.get(i).joules() - 1));
      }
    }
    return median(errors);
  }

  /** The median of the uncertainties of single calls, relative to their energy. */
  double medianUncertainty(double afterSeconds) {
    List<Double> widths = new ArrayList<>();
    for (int i = 0; i < calls.size(); i++) {
      if (calls.get(i).begin >= afterSeconds * 1e9) {
        widths.add(share(i).uncertaintyMicros() / 1e6 / given(i));
      }
    }
    return median(widths);
  }

  /**
   * The sum of the uncertainties of single calls, relative to what they really used: one call that
   * claims to know nothing makes it large.
   */
  double meanUncertainty(double afterSeconds) {
    double uncertainty = 0;
    double truth = 0;
    for (int i = 0; i < calls.size(); i++) {
      if (calls.get(i).begin >= afterSeconds * 1e9) {
        uncertainty += share(i).uncertaintyMicros() / 1e6;
        truth += calls.get(i).joules();
      }
    }
    return uncertainty / truth;
  }

  /** The part of the calls whose truth lies within their uncertainty. */
  double coverage(double afterSeconds) {
    int all = 0;
    int covered = 0;
    for (int i = 0; i < calls.size(); i++) {
      if (calls.get(i).begin >= afterSeconds * 1e9) {
        all++;
        covered +=
            Math.abs(given(i) - calls.get(i).joules()) * 1e6 <= share(i).uncertaintyMicros()
                ? 1
                : 0;
      }
    }
    return (double) covered / all;
  }

  private static double median(List<Double> values) {
    values.sort(null);
    return values.get(values.size() / 2);
  }
}
