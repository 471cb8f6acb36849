package io.joulebook.agent.ledger;

import java.util.ArrayDeque;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/**
 * Events in the order of their times; those of one time in the order in which they came. Nearly all
 * come in order and cost O(1); a straggler costs O(log n) of the stragglers.
 */
final class EventQueue {
  private final ArrayDeque<CallEvent> inOrder = new ArrayDeque<>();
  private final PriorityQueue<CallEvent> stragglers = new PriorityQueue<>();
  private long order;

  void add(long at, DeviceShare share, long weight, boolean last) {
    CallEvent event = new CallEvent(at, order++, share, weight, last);
    CallEvent youngest = inOrder.peekLast();
    if (youngest == null || youngest.time() <= at) {
      inOrder.addLast(event);
    } else {
      stragglers.add(event);
    }
  }

  int size() {
    return inOrder.size() + stragglers.size();
  }

  /** Takes the earliest event if it is not after that time. */
  @Nullable CallEvent pollUntil(long time) {
    CallEvent first = inOrder.peekFirst();
    CallEvent straggler = stragglers.peek();
    if (straggler != null && (first == null || straggler.compareTo(first) < 0)) {
      return straggler.time() <= time ? stragglers.poll() : null;
    }
    return first != null && first.time() <= time ? inOrder.pollFirst() : null;
  }
}
