package io.joulebook.agent.power;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SamplerTest {
  private static final long MS = 1_000_000L;

  @Test
  void restsAfterSlowReadingsAndNeverForLong() {
    assertThat(Sampler.rest(MS / 2, 8)).isZero();
    assertThat(Sampler.rest(2 * MS, 8)).isEqualTo(64 * MS);
    assertThat(Sampler.rest(5_000 * MS, 1)).isEqualTo(200 * MS);
    assertThat(Sampler.rest(Long.MAX_VALUE / 1_000, 8)).isEqualTo(200 * MS);
  }
}
