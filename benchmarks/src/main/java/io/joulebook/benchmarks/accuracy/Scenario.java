package io.joulebook.benchmarks.accuracy;

import java.util.Optional;

/**
 * One run of the benchmark.
 *
 * @param name its name on the command line
 * @param hardware the machine
 * @param truth what calls really draw
 * @param sensor what the counters show of it
 * @param load the calls
 * @param fault what goes wrong
 * @param options more options for the agent
 * @param cold whether to report it with the first seconds too, in which the agent has learnt little
 */
record Scenario(
    String name,
    Hardware hardware,
    Truth truth,
    Sensor sensor,
    Load load,
    Optional<Fault> fault,
    String options,
    boolean cold) {
  /** The machine of a scenario. */
  enum Hardware {
    H100,
    /** Two H100; the second's counter ticks every 20 ms. */
    TWO_H100,
    /** No energy counter: instant power. */
    WITHOUT_COUNTER
  }

  static Scenario of(String name, Truth truth, Load load) {
    return new Scenario(name, Hardware.H100, truth, Sensor.H100, load, Optional.empty(), "", false);
  }

  Scenario on(Hardware other) {
    return new Scenario(name, other, truth, sensor, load, fault, options, cold);
  }

  Scenario with(Sensor other) {
    return new Scenario(name, hardware, truth, other, load, fault, options, cold);
  }

  Scenario with(Fault happening) {
    return new Scenario(name, hardware, truth, sensor, load, Optional.of(happening), options, cold);
  }

  Scenario with(String more) {
    return new Scenario(name, hardware, truth, sensor, load, fault, more, cold);
  }

  Scenario alsoCold() {
    return new Scenario(name, hardware, truth, sensor, load, fault, options, true);
  }

  /**
   * Whether the counter's readings follow from the truth alone, so that other methods can be shown.
   */
  boolean comparable() {
    return fault.isEmpty() && hardware == Hardware.H100;
  }
}
