package io.joulebook.agent.ledger;

/**
 * What the accounts of a device received in one interval, in microjoules.
 *
 * @param from the interval's start in nanoseconds
 * @param to its end
 * @param busy how much of it had a call in flight, in nanoseconds
 * @param measured what the counter counted
 * @param requests what the calls in flight were given, settled or not
 * @param idle base power while no call was in flight
 * @param unattributed above base power with no call in flight, or counted while nothing could be
 *     seen
 * @param residual measured less all accounts since the ledger was opened; zero unless there is a
 *     bug
 * @param sensor what is known of the device's sensor and power
 */
public record SettledInterval(
    long from,
    long to,
    long busy,
    long measured,
    long requests,
    long idle,
    long unattributed,
    long residual,
    SensorEstimates sensor) {}
