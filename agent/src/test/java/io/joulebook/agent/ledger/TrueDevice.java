package io.joulebook.agent.ledger;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * A device whose power follows the calls in flight, known exactly. What each call used is known by
 * the device's law: its own power where powers add up; an equal share of each moment where one law
 * holds for all.
 */
final class TrueDevice {
  static final double BASE_WATTS = 110;

  private final double[] watts;
  private final double[] wattsThen;
  private final long changesAt;
  private final long[] times;
  private final double[] joules;
  private final double[] power;

  /** Where each call in flight of a kind adds that power. */
  static TrueDevice additive(List<TrueCall> calls, double... watts) {
    return new TrueDevice(calls, Long.MAX_VALUE, watts, watts);
  }

  /** Where one call draws 157.5 W, and each further one adds 45 % less. */
  static TrueDevice saturating(List<TrueCall> calls) {
    return additive(calls);
  }

  /** Where powers add up, and change at a time. */
  static TrueDevice changing(
      List<TrueCall> calls,
      long at,
      double heavy,
      double light,
      double heavyThen,
      double lightThen) {
    return new TrueDevice(
        calls, at, new double[] {heavy, light}, new double[] {heavyThen, lightThen});
  }

  private record Change(long time, TrueCall call, boolean begins) {}

  private TrueDevice(List<TrueCall> calls, long changesAt, double[] watts, double[] wattsThen) {
    this.changesAt = changesAt;
    this.watts = watts;
    this.wattsThen = wattsThen;
    List<Change> changes = new ArrayList<>();
    for (TrueCall call : calls) {
      changes.add(new Change(call.begin, call, true));
      changes.add(new Change(call.end, call, false));
    }
    changes.sort(Comparator.comparingLong(Change::time).thenComparing(Change::begins));
    times = new long[changes.size() + 1];
    joules = new double[times.length];
    power = new double[times.length];
    power[0] = BASE_WATTS;
    play(changes);
  }

  private void play(List<Change> changes) {
    Set<TrueCall> open = new LinkedHashSet<>();
    for (int i = 0; i < changes.size(); i++) {
      Change change = changes.get(i);
      double seconds = (change.time - times[i]) / 1e9;
      times[i + 1] = change.time;
      joules[i + 1] = joules[i] + power[i] * seconds;
      for (TrueCall call : open) {
        call.baseJoules += BASE_WATTS / open.size() * seconds;
        call.activeJoules += active(call, open.size()) * seconds;
      }
      if (change.begins) {
        open.add(change.call);
      } else {
        open.remove(change.call);
      }
      int inFlight = open.size();
      power[i + 1] = BASE_WATTS + open.stream().mapToDouble(call -> active(call, inFlight)).sum();
    }
  }

  private double active(TrueCall call, int inFlight) {
    return watts.length > 0
        ? (call.begin < changesAt ? watts : wattsThen)[call.kind]
        : 350 * (1 - Math.pow(0.55, inFlight)) / inFlight;
  }

  /** The energy used up to a time since 0. */
  double joulesAt(long time) {
    int found = Arrays.binarySearch(times, time);
    int i = found >= 0 ? found : -found - 2;
    return i < 0 ? BASE_WATTS * time / 1e9 : joules[i] + power[i] * (time - times[i]) / 1e9;
  }
}
