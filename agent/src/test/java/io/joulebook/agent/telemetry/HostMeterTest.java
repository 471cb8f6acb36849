package io.joulebook.agent.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import io.joulebook.collector.metrics.Sample;
import java.lang.reflect.Proxy;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HostMeterTest {
  private static HostMeter meter(String name, String unit, boolean counter) {
    return new HostMeter(new Sample(name, "help", unit, counter, List.of("model", "m"), 1.5));
  }

  @ParameterizedTest
  @CsvSource({
    "joulebook_calls_total, '', true, joulebook_calls",
    "joulebook_model_energy_joules_total, joules, true, joulebook_model_energy",
    "joulebook_budget_objective_ratio, ratio, false, joulebook_budget_objective",
    "joulebook_joules_total, '', false, joulebook_joules_total",
  })
  void theBaseOfANameLacksWhatARegistryAdds(
      String name, String unit, boolean counter, String base) {
    assertThat(meter(name, unit, counter).base()).isEqualTo(base);
  }

  @Test
  void itIsReadAsItWasSetLast() {
    HostMeter meter = meter("a", "", false);

    assertThat(HostMeter.reading().applyAsDouble(meter.cell())).isEqualTo(1.5);
    meter.set(0.1 + 0.2);
    assertThat(HostMeter.reading().applyAsDouble(meter.cell())).isEqualTo(0.1 + 0.2);
  }

  @Test
  void nothingThatTheHostKeepsIsOfOurClasses() {
    Class<?> reading = HostMeter.reading().getClass();

    assertThat(reading.getPackageName()).doesNotStartWith("io.joulebook");
    assertThat(reading.getNestHost().getPackageName()).doesNotStartWith("io.joulebook");
    assertThat(Proxy.isProxyClass(reading) || reading.isHidden()).isTrue();
  }
}
