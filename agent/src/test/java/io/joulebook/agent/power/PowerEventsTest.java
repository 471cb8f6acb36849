package io.joulebook.agent.power;

import static org.assertj.core.api.Assertions.assertThat;

import io.joulebook.agent.ledger.Edge;
import java.util.List;
import org.junit.jupiter.api.Test;

class PowerEventsTest {
  private static final int MORE_THAN_FIT = 70_000;

  private final PowerEvents events = new PowerEvents();

  private static PowerEvent.Changed changed(String device, long at) {
    return new PowerEvent.Changed(device, new Edge(at, 1_000, 7, Edge.UNKNOWN_STATE));
  }

  @Test
  void whatFitsComesOutInOrder() {
    events.add(new PowerEvent.Opened("a", 1, 2));
    events.add(changed("a", 3));

    assertThat(events.drain()).containsExactly(new PowerEvent.Opened("a", 1, 2), changed("a", 3));
    assertThat(events.drain()).isEmpty();
  }

  @Test
  void aDeviceOfWhichSomethingWasLeftOutBeginsAnewAtItsNextEdge() {
    for (int i = 0; i < MORE_THAN_FIT; i++) {
      events.add(changed("a", i));
    }
    List<PowerEvent> kept = events.drain();
    assertThat(kept).hasSizeLessThan(MORE_THAN_FIT);

    events.add(changed("b", 80_000));
    events.add(changed("a", 80_001));
    events.add(changed("a", 80_002));

    assertThat(events.drain())
        .containsExactly(
            changed("b", 80_000), new PowerEvent.Opened("a", 80_001, 7), changed("a", 80_002));
  }
}
