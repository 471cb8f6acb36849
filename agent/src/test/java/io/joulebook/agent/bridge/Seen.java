package io.joulebook.agent.bridge;

import java.util.ArrayList;
import java.util.List;

/** An event that the bridge has passed on. */
record Seen(
    int kind, long call, Object subject, Object detail, long items, Object trace, Object route) {
  /** All that wait, lane by lane. */
  static List<Seen> drain() {
    List<Seen> seen = new ArrayList<>();
    for (JoulebookBridge lane : JoulebookBridge.lanes()) {
      while (lane.next()) {
        seen.add(
            new Seen(
                lane.kind(),
                lane.call(),
                lane.subject(),
                lane.detail(),
                lane.items(),
                lane.trace(),
                lane.route()));
      }
    }
    return seen;
  }
}
