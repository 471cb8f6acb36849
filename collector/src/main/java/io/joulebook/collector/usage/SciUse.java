package io.joulebook.collector.usage;

import io.joulebook.collector.Device;
import io.joulebook.collector.Grams;

/**
 * What calls used of one device, for their Software Carbon Intensity.
 *
 * @param device the device
 * @param micros their energy on it, in microjoules
 * @param embodied their part of making it: of the time that they occupied; zero if nothing is
 *     stated
 */
public record SciUse(Device device, long micros, Grams embodied) {}
