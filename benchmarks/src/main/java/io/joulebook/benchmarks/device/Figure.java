package io.joulebook.benchmarks.device;

import java.util.Locale;

/** What is measured of a card. */
enum Figure {
  COUNTER_PERIOD("energy counter: period"),
  COUNTER_QUANTUM("energy counter: steps are multiples of"),
  LAG("energy counter: lag"),
  WINDOW("energy counter: part of the time that it sees"),
  LOW_PASS("energy counter: low pass"),
  SQUARE_WAVE("mean power of a square wave in step with the counter, at eight phases"),
  COUNTER_TO_POWER_IDLE("energy counter against field 186 integrated, idle"),
  COUNTER_TO_POWER_BUSY("energy counter against field 186 integrated, under load"),
  COUNTER_AFTER_CLOSE("energy counter after this process has let go of the card"),
  COST_COUNTER("call of the energy counter"),
  COST_INSTANT_POWER("call of field 186"),
  COST_POWER_USAGE("call of GetPowerUsage"),
  COST_PERFORMANCE_STATE("call of the performance state"),
  IDLE_POWER("idle, without a CUDA context of this process"),
  BASE_POWER("base power: idle, with a CUDA context"),
  CLOCKS_IDLE("why clocks are not at their highest, idle"),
  CLOCKS_BUSY("why clocks are not at their highest, under load"),
  PROCESS_UTILIZATION("utilisation of processes: time between samples, and age when told");

  private final String title;

  Figure(String title) {
    this.title = title;
  }

  /** For people. */
  String title() {
    return title;
  }

  /** For programs. */
  String key() {
    return name().toLowerCase(Locale.ROOT);
  }
}
