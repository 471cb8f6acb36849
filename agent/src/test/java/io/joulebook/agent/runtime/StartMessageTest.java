package io.joulebook.agent.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.joulebook.agent.power.Meter;
import io.joulebook.agent.power.Sampler;
import io.joulebook.agent.power.SilentH100;
import io.joulebook.agent.power.SimulatedGpu;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What is said at the start; {@code attach} reads it as a system property. */
@Timeout(60)
class StartMessageTest {
  private static final String STATE = "joulebook.agent.state";
  private static final long UNTIL = 1_000;
  private static final long ENDPOINT = 12_000_000_000L;
  private static final Map<String, Boolean> HOOKS =
      Map.of("servlet", true, "djl", true, "onnxruntime", false);

  private final StartMessage message = new StartMessage(true, UNTIL);
  private final CollectorRuntime notServing = ServedCollector.open("metrics.address=off");

  private static Sampler.Metered metered(boolean looked, Meter... meters) {
    return new Sampler.Metered(1, List.of(meters), true, Set.of(), looked);
  }

  @BeforeEach
  void forget() {
    System.clearProperty(STATE);
  }

  @AfterEach
  void close() {
    notServing.close();
    System.clearProperty(STATE);
  }

  @Test
  void itSaysWhatIsCountedWhatIsMeteredAndThatNothingIsServed() {
    ServedCollector.decide(notServing);
    message.sayOnce(0, metered(true, new SilentH100("GPU-a")), HOOKS, notServing);

    assertThat(System.getProperty(STATE))
        .isEqualTo(
            "Joulebook %s counts calls of djl, servlet and meters NVIDIA H100 (GPU-a); metrics are"
                    .formatted(Version.TEXT)
                + " not served");
  }

  @Test
  void simulatedJoulesAreSaidToBeInvented() {
    ServedCollector.decide(notServing);
    message.sayOnce(0, metered(true, new SimulatedGpu(0)), Map.of("djl", false), notServing);

    assertThat(System.getProperty(STATE))
        .contains("counts calls of no library yet", "a simulated GPU (its joules are invented)");
  }

  @Test
  void itWaitsForTheFirstLookForDevicesButNotForLong() {
    ServedCollector.decide(notServing);
    message.sayOnce(UNTIL, metered(false), HOOKS, notServing);
    assertThat(System.getProperty(STATE)).isNull();
    message.sayOnce(UNTIL + 1, metered(false), HOOKS, notServing);

    assertThat(System.getProperty(STATE)).contains("and meters no energy");
  }

  @Test
  void itWaitsForTheEndpointButNotForLong() {
    message.sayOnce(UNTIL + ENDPOINT, metered(true), HOOKS, notServing);
    assertThat(System.getProperty(STATE)).isNull();
    message.sayOnce(UNTIL + ENDPOINT + 1, metered(true), HOOKS, notServing);

    assertThat(System.getProperty(STATE)).isNotNull();
  }

  @Test
  void itIsSaidOnce() {
    ServedCollector.decide(notServing);
    message.sayOnce(0, metered(true), HOOKS, notServing);
    System.setProperty(STATE, "said");
    message.sayOnce(1, metered(true, new SilentH100("GPU-a")), HOOKS, notServing);

    assertThat(System.getProperty(STATE)).isEqualTo("said");
  }
}
