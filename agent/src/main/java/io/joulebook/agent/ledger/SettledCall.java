package io.joulebook.agent.ledger;

import java.util.List;

/**
 * A call that has its energy.
 *
 * @param <A> what the ledger carries for its caller
 * @param attachment what was attached to the call at its begin
 * @param from when it began, in nanoseconds
 * @param to when it ended
 * @param failed whether it threw
 * @param expired whether its end was never seen, and it was settled after the longest time that a
 *     call may take
 * @param shares what it used of each device; empty if no metered device is known to have run it
 */
public record SettledCall<A>(
    A attachment, long from, long to, boolean failed, boolean expired, List<SettledShare> shares) {
  public SettledCall {
    shares = List.copyOf(shares);
  }
}
