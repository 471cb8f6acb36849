package io.joulebook.nvml.fake;

import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;

/** What kind of GPU a fake one pretends to be. */
enum GpuModel {
  /** Has everything. Reports say that Hopper's sensors change about every 100 ms. */
  H100("NVIDIA H100 80GB HBM3", 700_000, 70_000, Duration.ofMillis(100), Duration.ofSeconds(1)),
  /** Pascal: no energy counter and no one-second average, but instant power every 20 ms. */
  P100("Tesla P100-PCIE-16GB", 250_000, 25_000, Duration.ofMillis(20), Duration.ZERO);

  private static final long MEGAJOULE = 1_000_000_000_000L;

  private final String productName;
  private final int powerLimitMilliwatts;
  private final int idleMilliwatts;
  private final Duration period;
  private final Duration usageWindow;

  GpuModel(
      String productName,
      int powerLimitMilliwatts,
      int idleMilliwatts,
      Duration period,
      Duration usageWindow) {
    this.productName = productName;
    this.powerLimitMilliwatts = powerLimitMilliwatts;
    this.idleMilliwatts = idleMilliwatts;
    this.period = period;
    this.usageWindow = usageWindow;
  }

  String productName() {
    return productName;
  }

  int powerLimitMilliwatts() {
    return powerLimitMilliwatts;
  }

  int idleMilliwatts() {
    return idleMilliwatts;
  }

  Duration period() {
    return period;
  }

  /** Over how long GetPowerUsage averages. */
  Duration usageWindow() {
    return usageWindow;
  }

  int smMegahertz() {
    return this == P100 ? 1_328 : 1_980;
  }

  int memoryMegahertz() {
    return this == P100 ? 715 : 2_619;
  }

  /** What the counter has gathered before the test began. */
  long bornWithMicrojoules() {
    return MEGAJOULE;
  }

  /** The calls answered with NOT_SUPPORTED. */
  Set<FakeCall> refused() {
    return this == P100
        ? EnumSet.of(FakeCall.ENERGY, FakeCall.FIELD_ENERGY, FakeCall.FIELD_AVERAGE_POWER)
        : EnumSet.noneOf(FakeCall.class);
  }
}
