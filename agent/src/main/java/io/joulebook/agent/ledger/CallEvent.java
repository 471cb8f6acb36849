package io.joulebook.agent.ledger;

/**
 * Something that happened to a share: its weight changed, or it ended.
 *
 * @param time when, in nanoseconds
 * @param order breaks ties: events of the same time keep the order in which they came
 * @param share whose
 * @param weight the weight from now on; 0 pauses it
 * @param last whether it ended
 */
record CallEvent(long time, long order, DeviceShare share, long weight, boolean last)
    implements Comparable<CallEvent> {
  @Override
  public int compareTo(CallEvent other) {
    int byTime = Long.compare(time, other.time);
    return byTime != 0 ? byTime : Long.compare(order, other.order);
  }
}
