package io.joulebook.collector;

/** Where a joule was read from; its {@link #label} stands on every metric that carries energy. */
public enum Source {
  /** The energy counter of an NVIDIA GPU. */
  NVML("nvml"),
  /** Instant power of an NVIDIA GPU without an energy counter, integrated over time. */
  NVML_POWER("nvml_power"),
  /** Intel's or AMD's running average power limit counters. */
  RAPL("rapl"),
  /** A hardware monitor chip. */
  HWMON("hwmon"),
  /** A model of the device's power: not measured. */
  ESTIMATE("estimate"),
  /** A GPU that does not exist: for demonstrations. */
  SIMULATED("simulated");

  private final String label;

  Source(String label) {
    this.label = label;
  }

  /** The value of the metric label {@code source}. */
  public String label() {
    return label;
  }
}
