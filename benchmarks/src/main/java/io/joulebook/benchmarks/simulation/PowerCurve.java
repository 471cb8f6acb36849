package io.joulebook.benchmarks.simulation;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The true power of a device over time, from which each call's true energy follows: of what is
 * drawn above base power in proportion to what each call at work asks for; of base power an equal
 * share of each moment in which it is in flight.
 */
final class PowerCurve {
  private static final double BASE_STEP = 0.05;
  private static final double TINY = 1e-9;

  private final long[] times;
  private final double[] watts;
  private final double[] joules;
  private final double[] filtered;
  private final boolean[] capped;
  private final double tau;

  private enum Kind {
    BASE,
    WORK_ENDS,
    ENDS,
    BEGINS,
    WORK_BEGINS
  }

  private record Happening(long time, Kind kind, int call) {}

  /**
   * The curve of these calls, whose true energy is put into them.
   *
   * @param tau the time constant of a low pass that the sensor sees power through, in seconds
   */
  PowerCurve(List<SimulatedCall> calls, Device device, double seconds, double tau) {
    List<Happening> happenings = happenings(calls, device, seconds);
    this.tau = tau;
    int size = happenings.size() + 1;
    times = new long[size];
    watts = new double[size];
    joules = new double[size];
    filtered = new double[size];
    capped = new boolean[size];
    watts[0] = device.baseAt(0);
    filtered[0] = watts[0];
    play(calls, happenings, device);
  }

  private static List<Happening> happenings(
      List<SimulatedCall> calls, Device device, double seconds) {
    List<Happening> all = new ArrayList<>();
    for (int i = 0; i < calls.size(); i++) {
      SimulatedCall call = calls.get(i);
      all.add(new Happening(call.begin, Kind.BEGINS, i));
      all.add(new Happening(call.end, Kind.ENDS, i));
      all.add(new Happening(call.workBegin, Kind.WORK_BEGINS, i));
      all.add(new Happening(Math.max(call.workBegin, call.workEnd), Kind.WORK_ENDS, i));
    }
    if (device.driftWatts() != 0) {
      for (double at = BASE_STEP; at < seconds; at += BASE_STEP) {
        all.add(new Happening(Traffic.nanos(at), Kind.BASE, -1));
      }
    }
    all.sort((a, b) -> a.time != b.time ? Long.compare(a.time, b.time) : a.kind.compareTo(b.kind));
    return all;
  }

  private void play(List<SimulatedCall> calls, List<Happening> happenings, Device device) {
    State state = new State(calls, device);
    for (int i = 0; i < happenings.size(); i++) {
      Happening one = happenings.get(i);
      state.advance((one.time - times[i]) / 1e9);
      state.take(one);
      next(i, one.time, state.watts());
      capped[i + 1] = state.isCapped();
    }
  }

  /** What is at work, and what each unit of it has had so far. */
  private static final class State {
    private final List<SimulatedCall> calls;
    private final Device device;
    private final double[] activeAtBegin;
    private final double[] baseAtBegin;
    private double base;
    private double asked;
    private int atWork;
    private int inFlight;
    private double perAsked;
    private double perCall;

    State(List<SimulatedCall> calls, Device device) {
      this.calls = calls;
      this.device = device;
      activeAtBegin = new double[calls.size()];
      baseAtBegin = new double[calls.size()];
      base = device.baseAt(0);
    }

    double active() {
      return atWork == 0 ? 0 : device.active(asked, atWork, base);
    }

    double watts() {
      return base + active();
    }

    boolean isCapped() {
      return device.isCapped(asked, base);
    }

    void advance(double seconds) {
      perAsked += asked > TINY ? active() / asked * seconds : 0;
      perCall += inFlight > 0 ? base / inFlight * seconds : 0;
    }

    void take(Happening one) {
      if (one.kind == Kind.BASE) {
        base = device.baseAt(one.time / 1e9);
      } else {
        take(one.kind, one.call, calls.get(one.call));
      }
    }

    private void take(Kind kind, int number, SimulatedCall call) {
      switch (kind) {
        case BEGINS -> {
          inFlight++;
          baseAtBegin[number] = perCall;
        }
        case ENDS -> {
          inFlight--;
          call.baseJoules = perCall - baseAtBegin[number];
        }
        case WORK_BEGINS -> {
          atWork++;
          asked += call.watts;
          activeAtBegin[number] = perAsked;
        }
        case WORK_ENDS -> {
          atWork--;
          asked -= call.watts;
          call.activeJoules = call.watts * (perAsked - activeAtBegin[number]);
        }
        case BASE -> {}
      }
    }
  }

  private void next(int i, long time, double power) {
    double length = (time - times[i]) / 1e9;
    times[i + 1] = time;
    watts[i + 1] = power;
    joules[i + 1] = joules[i] + watts[i] * length;
    filtered[i + 1] = filteredAfter(i, length);
  }

  private double filteredAfter(int i, double seconds) {
    return tau == 0 ? watts[i] : watts[i] + (filtered[i] - watts[i]) * Math.exp(-seconds / tau);
  }

  /** Whether the device draws less than it is asked for at some time between two. */
  boolean isCapped(long from, long to) {
    for (int i = at(from); i <= at(to); i++) {
      if (capped[i]) {
        return true;
      }
    }
    return false;
  }

  private int at(long time) {
    int found = Arrays.binarySearch(times, time);
    return Math.max(0, found >= 0 ? found : -found - 2);
  }

  /** What the sensor has seen up to a time, in joules since the begin. */
  double seen(long time) {
    int i = at(time);
    double length = (time - times[i]) / 1e9;
    return joules[i] + watts[i] * length - tau * (filteredAfter(i, length) - filtered[0]);
  }

  /** What was used up to a time, in joules since the begin. */
  double used(long time) {
    int i = at(time);
    return joules[i] + watts[i] * (time - times[i]) / 1e9;
  }
}
