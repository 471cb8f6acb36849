package io.joulebook.agent.power;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

/** What is said of a meter whose readings are none. */
class MeterWatchTest {
  private static final long SECOND = 1_000_000_000L;

  private final List<String> said = new ArrayList<>();
  private final MeterWatch watch =
      new MeterWatch(
          new SilentH100("GPU-a"),
          meter ->
              new CounterEdgeDetector(
                  "GPU-a",
                  now -> meter.limitMilliwatts(),
                  event -> {},
                  new CachedCondition(OptionalInt::empty, () -> false),
                  Optional.empty(),
                  () -> 0.5),
          remark -> said.add(remark.text()),
          0);

  private void read(long from, long to, long microsEach) {
    for (long second = from; second < to; second++) {
      long at = second * SECOND;
      watch.offer(at, at, new MeterReading.Energy(1_000_000_000 + second * microsEach));
    }
  }

  @Test
  void aCounterThatStandsStillIsSaidOnceAndWhenItMovesAgain() {
    read(0, 60, 0);
    assertThat(said)
        .containsExactly(
            "NVIDIA H100 (GPU-a) is read, but its energy counter does not move: calls are counted,"
                + " its energy of this time is unknown");
    read(60, 70, 100_000_000);
    assertThat(said).hasSize(2).last().isEqualTo("NVIDIA H100 (GPU-a) tells energy again");
  }

  @Test
  void aCounterThatMovesIsNoNews() {
    read(0, 60, 100_000_000);
    assertThat(said).isEmpty();
  }
}
