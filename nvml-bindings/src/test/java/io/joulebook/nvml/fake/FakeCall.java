package io.joulebook.nvml.fake;

/** A function of the fake library, to be counted, made to fail or made to hang. */
public enum FakeCall {
  INIT(0),
  SHUTDOWN(1),
  DRIVER_VERSION(2),
  NVML_VERSION(3),
  COUNT(4),
  HANDLE_BY_INDEX(5),
  HANDLE_BY_UUID(6),
  UUID(7),
  NAME(8),
  ENERGY(9),
  POWER_USAGE(10),
  FIELD_VALUES(11),
  POWER_LIMIT(12),
  PERFORMANCE_STATE(13),
  /** Field 186 within FIELD_VALUES, counted per GPU only. */
  FIELD_INSTANT_POWER(14),
  /** Field 185 within FIELD_VALUES, counted per GPU only. */
  FIELD_AVERAGE_POWER(15),
  /** Field 83 within FIELD_VALUES, counted per GPU only. */
  FIELD_ENERGY(16),
  INDEX(17),
  PCI_INFO(18),
  UTILIZATION(19),
  TEMPERATURE(20),
  /** The form of TEMPERATURE that newer drivers have too. */
  TEMPERATURE_V(21),
  CLOCK_INFO(22),
  /** The SM's clock within CLOCK_INFO, counted per GPU only. */
  CLOCK_SM(23),
  /** The memory's clock within CLOCK_INFO, counted per GPU only. */
  CLOCK_MEMORY(24),
  /** The GPU of a MIG instance. */
  PARENT(25),
  /** Why clocks are not at their highest. */
  EVENT_REASONS(26),
  PROCESS_UTILIZATION(27);

  private final int slot;

  FakeCall(int slot) {
    this.slot = slot;
  }

  /** Its place in the library's tables, as fake_nvml.c has it. */
  int slot() {
    return slot;
  }
}
