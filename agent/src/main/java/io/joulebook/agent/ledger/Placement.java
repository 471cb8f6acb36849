package io.joulebook.agent.ledger;

/**
 * What the uncertainty of time makes of an interval's energy: variances in joules squared.
 *
 * @param goesOn whether the interval begins where the last one that was learned from ended
 * @param ofStart of its first edge
 * @param ofEnd of its last
 * @param squareSeconds the variance of call-seconds, in square seconds: of what lies between the
 *     calls' begins and ends and the device's
 */
record Placement(boolean goesOn, double ofStart, double ofEnd, double squareSeconds) {}
