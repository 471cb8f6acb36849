package io.joulebook.collector.grid;

import java.time.Instant;

/**
 * The price that energy used in five minutes gets, as first known. It is taken once and stands.
 *
 * @param bucket begin of the five minutes, on a five-minute boundary of UTC
 * @param at when it was taken, by this host's clock
 * @param quote the price, or why there is none
 */
public record Decision(Instant bucket, Instant at, IntensityResult quote) {}
