package io.joulebook.benchmarks.simulation;

import java.util.function.Consumer;

/**
 * A device, its sensor, and the calls on it.
 *
 * @param name its name on the command line
 * @param device how it draws power
 * @param sensor how its counter shows that
 * @param busyFromStart whether the load begins before the agent's first reading
 * @param cold whether it is scored from the load's first call on
 * @param traffic makes the calls
 */
record Regime(
    String name,
    Device device,
    Sensor sensor,
    boolean busyFromStart,
    boolean cold,
    Consumer<Traffic> traffic) {
  static Regime of(String name, Consumer<Traffic> traffic) {
    return new Regime(name, Device.H100, Sensor.H100, false, false, traffic);
  }

  Regime on(Device other) {
    return new Regime(name, other, sensor, busyFromStart, cold, traffic);
  }

  Regime with(Sensor other) {
    return new Regime(name, device, other, busyFromStart, cold, traffic);
  }

  Regime named(String other) {
    return new Regime(other, device, sensor, busyFromStart, cold, traffic);
  }

  Regime fromStart() {
    return new Regime(name, device, sensor, true, cold, traffic);
  }

  Regime coldToo() {
    return new Regime(name + " (cold)", device, sensor, busyFromStart, true, traffic);
  }
}
