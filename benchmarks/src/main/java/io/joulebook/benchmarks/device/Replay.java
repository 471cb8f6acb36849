package io.joulebook.benchmarks.device;

import io.joulebook.agent.ledger.CallClass;
import io.joulebook.agent.ledger.Ledger;
import io.joulebook.agent.ledger.SensorEstimates;
import io.joulebook.agent.power.PowerEvent;
import java.util.List;

/** What the agent's ledger learns from edges, with the bursts as its calls. */
final class Replay {
  private static final String GPU = "GPU";
  private static final CallClass CALLS = CallClass.of("load", "run", 1);

  /** How long after its time an event is told. */
  private static final long TOLD_LATE = 20_000_000;

  private final List<Burst> bursts;
  private final Ledger<Integer> ledger;
  private SensorEstimates learned = SensorEstimates.NONE;
  private int begun;
  private int ended;

  private Replay(List<Burst> bursts) {
    this.bursts = bursts;
    ledger = new Ledger<>((gpu, interval) -> learned = interval.sensor(), call -> {});
  }

  /** What is known after the last edge. */
  static SensorEstimates of(List<PowerEvent> edges, List<Burst> bursts) {
    Replay replay = new Replay(bursts);
    edges.forEach(replay::take);
    return replay.learned;
  }

  private void take(PowerEvent event) {
    if (event instanceof PowerEvent.Opened opened) {
      tell(opened.at() + TOLD_LATE);
      ledger.openAt(GPU, opened.at(), opened.uncertainty());
    } else if (event instanceof PowerEvent.Changed changed) {
      tell(changed.edge().time() + TOLD_LATE);
      ledger.edge(GPU, changed.edge());
    }
  }

  // One burst has ended before the next begins.
  private void tell(long until) {
    while (ended < bursts.size()) {
      Burst next = bursts.get(ended);
      if (begun == ended && next.begin() <= until) {
        ledger.begin(begun, begun, next.begin(), List.of(GPU), Ledger.EQUAL_WEIGHT, CALLS, 1);
        begun++;
      } else if (begun > ended && next.end() <= until) {
        ledger.end(ended, next.end(), false);
        ended++;
      } else {
        return;
      }
    }
  }
}
