package io.joulebook.agent.power;

import io.joulebook.collector.Component;
import io.joulebook.collector.Device;
import io.joulebook.collector.Source;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/** A GPU that says what it is, and never how much it has used. */
public record SilentH100(String uuid) implements Meter {
  @Override
  public Device device() {
    return new Device(uuid, Component.GPU, Source.NVML);
  }

  @Override
  public String name() {
    return "NVIDIA H100";
  }

  @Override
  public Optional<String> driver() {
    return Optional.of("580.95.05");
  }

  @Override
  public OptionalInt index() {
    return OptionalInt.of(7);
  }

  @Override
  public Optional<String> pciBusId() {
    return Optional.of("00000000:DB:00.0");
  }

  @Override
  public OptionalLong limitMilliwatts() {
    return OptionalLong.empty();
  }

  @Override
  public MeterReading read(long now) {
    return new MeterReading.Unavailable("not_here", false);
  }
}
