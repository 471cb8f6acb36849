package io.joulebook.agent.ledger;

/**
 * An edge in the device's time: the sensor's lag has been taken off.
 *
 * @param time when the energy had been used, in nanoseconds; after the edge before
 * @param edge the edge in the sensor's time
 * @param squeezed by how much the interval that it ends is shorter than the sensor's, because a lag
 *     was taken off that had not been before; in nanoseconds
 * @param steady whether the lag has stayed as it is since the edge before
 * @param throttled whether the device was held back at some time since the edge before: calls did
 *     not draw what they would have
 */
record PlacedEdge(long time, Edge edge, long squeezed, boolean steady, boolean throttled) {}
