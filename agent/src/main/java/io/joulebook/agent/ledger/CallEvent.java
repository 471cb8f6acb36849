package io.joulebook.agent.ledger;

/**
 * Something that happened to a share: its weight changed, its answer had its first piece, or it
 * ended.
 *
 * @param time when, in nanoseconds
 * @param order breaks ties: events of the same time keep the order in which they came
 * @param share whose
 * @param weight the weight from now on; 0 pauses it, {@link #FIRST_PIECE} leaves it as it is
 * @param last whether it ended
 */
record CallEvent(long time, long order, DeviceShare share, long weight, boolean last)
    implements Comparable<CallEvent> {
  /** In place of a weight: the call's answer had its first piece. */
  static final long FIRST_PIECE = -1;

  @Override
  public int compareTo(CallEvent other) {
    int byTime = Long.compare(time, other.time);
    return byTime != 0 ? byTime : Long.compare(order, other.order);
  }
}
