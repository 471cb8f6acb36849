package io.joulebook.agent.ledger;

/** A stretch in which a share was in flight with a constant weight. */
final class Segment {
  final Share share;
  final long weight;

  /** The marks of its ends in the interval in which they lie: see {@link VirtualTime}. */
  final VirtualTime.Mark begin;

  VirtualTime.Mark end = VirtualTime.Mark.NONE;

  /** The running totals at its begin, known once the interval of the begin is closed. */
  Fixed activeAtBegin = Fixed.ZERO;

  Fixed baseAtBegin = Fixed.ZERO;

  Segment(Share share, long weight, VirtualTime.Mark begin) {
    this.share = share;
    this.weight = weight;
    this.begin = begin;
  }
}
