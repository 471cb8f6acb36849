package io.joulebook.agent.bridge;

import java.util.ArrayList;
import java.util.List;

/** An event that the bridge has passed on. */
record Seen(int kind, long time, long call, int receiver, long size, Object trace, Object route) {
  /** All that wait, lane by lane, and then the ends that found no room. */
  static List<Seen> drain() {
    List<Seen> seen = new ArrayList<>();
    for (JoulebookBridge lane : JoulebookBridge.lanes()) {
      while (lane.next()) {
        seen.add(
            new Seen(
                lane.kind(),
                lane.time(),
                lane.call(),
                lane.receiver(),
                lane.size(),
                lane.trace(),
                lane.route()));
      }
    }
    for (long[] end = JoulebookBridge.pollEnd(); end != null; end = JoulebookBridge.pollEnd()) {
      seen.add(new Seen((int) end[2], end[0], end[1], 0, end[3], null, null));
    }
    return seen;
  }

  /**
   * What was folded: site, receiver, begun, begin times, ended, end times, failed, items, tokens.
   */
  static List<long[]> folds() {
    List<long[]> folds = new ArrayList<>();
    JoulebookBridge.lanes().forEach(lane -> folds.addAll(lane.takeFolds()));
    return folds;
  }
}
