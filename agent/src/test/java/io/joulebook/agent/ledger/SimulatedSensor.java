package io.joulebook.agent.ledger;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** A device's energy counter: ticks on a grid, late by a lag, in whole millijoules. */
final class SimulatedSensor {
  private static final long STEP = 500_000;

  long period = 100_000_000;
  long lag;

  /** Edges are off by up to this, evenly. */
  long uncertainty = 300_000;

  /** So often an edge is off by all that its uncertainty allows, and else by a twentieth of it. */
  double rarelyOff = Double.NaN;

  long seed = 3;

  /** The part of the time before a tick that is seen; the rest is taken to be as that was. */
  double window = 1;

  int state = Edge.UNKNOWN_STATE;

  /** The time constant of a low pass that power is seen through, in seconds. */
  double lowPass;

  private long filteredUntil = Long.MIN_VALUE;
  private double filteredWatts = TrueDevice.BASE_WATTS;

  static SimulatedSensor lagging(long milliseconds) {
    SimulatedSensor sensor = new SimulatedSensor();
    sensor.lag = milliseconds * 1_000_000;
    return sensor;
  }

  /** The edges that a device makes up to a time; the first is the opening. */
  List<Edge> edges(TrueDevice device, long until) {
    Random random = new Random(seed);
    List<Edge> edges = new ArrayList<>();
    double counter = 0;
    long shown = 0;
    for (long tick = period / 2; tick < until; tick += period) {
      counter += seen(device, tick - lag);
      long millijoules = (long) (counter * 1_000);
      long off = Math.round(off(random) * uncertainty);
      edges.add(new Edge(tick + off, (millijoules - shown) * 1_000, uncertainty, state));
      shown = millijoules;
    }
    return edges;
  }

  private double off(Random random) {
    double off = random.nextDouble() * 2 - 1;
    if (Double.isNaN(rarelyOff)) {
      return off;
    }
    return random.nextDouble() < rarelyOff ? Math.signum(off) : off / 20;
  }

  private double seen(TrueDevice device, long tick) {
    if (lowPass > 0) {
      return filtered(device, tick);
    }
    double joules = device.joulesAt(tick) - device.joulesAt(tick - Math.round(period * window));
    return joules / window;
  }

  private double filtered(TrueDevice device, long tick) {
    double joules = 0;
    long from = filteredUntil == Long.MIN_VALUE ? tick - period : filteredUntil;
    for (long at = from; at < tick; at += STEP) {
      double seconds = Math.min(STEP, tick - at) / 1e9;
      double watts =
          (device.joulesAt(at + Math.min(STEP, tick - at)) - device.joulesAt(at)) / seconds;
      filteredWatts += (watts - filteredWatts) * (1 - Math.exp(-seconds / lowPass));
      joules += filteredWatts * seconds;
    }
    filteredUntil = tick;
    return joules;
  }
}
