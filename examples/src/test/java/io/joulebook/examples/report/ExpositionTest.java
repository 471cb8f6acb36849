package io.joulebook.examples.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import org.junit.jupiter.api.Test;

class ExpositionTest {
  @Test
  void seriesAreSummedByTheirLabels() {
    Exposition metrics = Sample.SIMULATED.metrics();
    String energy = "joulebook_model_energy_joules_total";
    assertThat(metrics.sum(energy)).contains(new BigDecimal("3.928946"));
    assertThat(metrics.sum(energy, "model=minilm-batched")).contains(new BigDecimal("1.590804"));
    assertThat(metrics.sum(energy, "model=minilm-batched", "share=base"))
        .contains(new BigDecimal("0.553799"));
  }

  @Test
  void whatIsAbsentIsNotZero() {
    Exposition metrics = Sample.SIMULATED.metrics();
    assertThat(metrics.sum("joulebook_no_such_total")).isEmpty();
    assertThat(metrics.sum("joulebook_calls_total", "model=other")).isEmpty();
    assertThat(metrics.sum("joulebook_calls_total", "no_label=other")).isEmpty();
  }

  @Test
  void labelValuesMayHoldAnything() {
    Exposition metrics = Exposition.parse("a{b=\"x\\\"},y\\\\\\nz\",c=\"d=e\"} 1.5E-4\n");
    assertThat(metrics.labelValues("a", "b")).containsExactly("x\"},y\\\nz");
    assertThat(metrics.sum("a", "c=d=e")).contains(new BigDecimal("0.00015"));
  }

  @Test
  void commentsAndNumbersThatAreNoneAreLeftOut() {
    Exposition metrics = Exposition.parse("# HELP a 1\na NaN\nb +Inf\nc 2 1700000000000\n");
    assertThat(metrics.sum("a")).isEmpty();
    assertThat(metrics.sum("b")).isEmpty();
    assertThat(metrics.sum("c")).contains(new BigDecimal(2));
  }
}
