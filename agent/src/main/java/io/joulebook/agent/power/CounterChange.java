package io.joulebook.agent.power;

/**
 * A change of a counter as readings show it. A reading's value may be from any time of the call, so
 * the bounds are the calls' outer ends.
 *
 * @param since the end of the first reading of the old value: from here on a tick would have shown
 * @param still the start of the last reading of the old value
 * @param asked the start of the reading of the new value
 * @param answered the end of that reading
 */
record CounterChange(long since, long still, long asked, long answered) {
  /** Where the tick lies whose value was read: the last one, if there were several. */
  TimeBounds bracket() {
    return new TimeBounds(still, answered);
  }

  /** The same, if ticks are no further apart than this: one lies so close before the reading. */
  TimeBounds bracket(long period) {
    return new TimeBounds(Math.min(Math.max(still, asked - period), answered), answered);
  }

  /** Whether the old value was read at least twice: the counter is slower than the readings. */
  boolean sawQuiet() {
    return still >= since;
  }
}
