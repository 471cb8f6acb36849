package io.joulebook.collector.metrics;

/**
 * What a device's books add to a model's own figures for its Software Carbon Intensity. The
 * specification counts all energy of reserved hardware, so the idle and the unattributed part are
 * spread over the calls, in proportion to their own; likewise the device's time.
 *
 * @param energy all energy of the devices over that of calls; at least 1
 * @param embodied all embodied grams over those of calls; at least 1
 */
record Sci(double energy, double embodied) {}
