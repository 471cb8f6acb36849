package io.joulebook.collector.metrics;

import static io.joulebook.collector.Entries.call;
import static io.joulebook.collector.Entries.receipt;
import static org.assertj.core.api.Assertions.assertThat;

import io.joulebook.collector.DeviceInfo;
import io.joulebook.collector.DeviceState;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class DeviceStateMetricsTest {
  private static final DeviceState NOTHING = state(OptionalInt.empty());
  private static final String UTILIZATION = "joulebook_device_utilization_ratio";

  private static DeviceState state(OptionalInt utilization) {
    return new DeviceState(
        "GPU-1", utilization, OptionalInt.empty(), OptionalInt.empty(), OptionalInt.empty());
  }

  @Test
  void aStateIsShownInBaseUnits() {
    DeviceState all =
        new DeviceState(
            "GPU-1",
            OptionalInt.of(7),
            OptionalInt.of(-4),
            OptionalInt.of(1_980),
            OptionalInt.of(2_619));

    assertThat(Books.inGermany().deviceStates(() -> List.of(all)).shown())
        .contains("joulebook_device_utilization_ratio{device=\"GPU-1\"} 0.07\n")
        .contains("joulebook_device_temperature_celsius{device=\"GPU-1\"} -4.0\n")
        .contains("joulebook_device_clock_hertz{clock=\"sm\",device=\"GPU-1\"} 1.98E9\n")
        .contains("joulebook_device_clock_hertz{clock=\"memory\",device=\"GPU-1\"} 2.619E9\n");
  }

  @Test
  void whatIsNotKnownIsAbsentAndZeroIsShown() {
    AtomicReference<DeviceState> now = new AtomicReference<>(state(OptionalInt.of(0)));
    Books books = Books.inGermany().deviceStates(() -> List.of(now.get()));
    assertThat(books.shown()).contains(UTILIZATION + "{device=\"GPU-1\"} 0.0");

    now.set(NOTHING);

    assertThat(books.shown())
        .doesNotContain(UTILIZATION, "joulebook_device_temperature", "joulebook_device_clock");
  }

  @Test
  void aStateThatCannotBeHadLeavesTheOtherMetricsAlone() {
    Books books =
        Books.inGermany()
            .deviceStates(
                () -> {
                  throw new IllegalStateException("the meter is closed");
                })
            .enter(receipt(call("m")));

    assertThat(books.shown()).contains("joulebook_calls_total").doesNotContain(UTILIZATION);
  }

  @Test
  void whatIsNotKnownOfADeviceIsAnEmptyLabel() {
    Books books =
        Books.inGermany()
            .describe(
                new DeviceInfo(
                    "GPU-1",
                    OptionalInt.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty()));

    assertThat(books.shown())
        .contains(
            "joulebook_device_info{device=\"GPU-1\",driver=\"\",index=\"\",name=\"\",pci_bus_id=\"\"} 1");
  }
}
