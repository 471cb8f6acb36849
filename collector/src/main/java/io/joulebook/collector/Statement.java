package io.joulebook.collector;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;

/**
 * What each account of a device received in an interval, and how the device's sensor stands.
 *
 * @param device the device
 * @param from the interval's start, by the wall clock
 * @param to its end
 * @param length how long it was, by the monotonic clock
 * @param busy how much of it had a call in flight; at most {@code length}
 * @param measured what the sensor measured in the interval; never negative
 * @param accounts what each account received; an account that the source cannot tell is absent
 * @param residual measured less the sum of all accounts since the books were opened: not a share of
 *     this interval but the state of the books after it; zero unless something is wrong
 * @param sensor how the device's sensor stands after the interval
 */
public record Statement(
    Device device,
    Instant from,
    Instant to,
    Duration length,
    Duration busy,
    Joules measured,
    Map<Account, Joules> accounts,
    Joules residual,
    Sensor sensor) {
  public Statement {
    accounts = Map.copyOf(accounts);
  }
}
