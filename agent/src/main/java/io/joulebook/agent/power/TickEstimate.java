package io.joulebook.agent.power;

import java.time.Duration;

/**
 * What is known of the ticks of a device's counter.
 *
 * @param period the time between two
 * @param locked whether edges are locked to the grid of the ticks
 * @param uncertainty half the width of the range in which the latest edge lies
 */
public record TickEstimate(Duration period, boolean locked, Duration uncertainty) {}
