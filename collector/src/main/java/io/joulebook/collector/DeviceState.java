package io.joulebook.collector;

import java.util.OptionalInt;

/**
 * How a device does beside its energy, as its driver said within the last half minute. What is not
 * known is empty.
 *
 * @param device the device's id, as in {@link Device#id}
 * @param utilizationPercent share of the driver's last sample period in which a kernel ran, 0 to
 *     100
 * @param temperatureCelsius the temperature of its die
 * @param smClockMegahertz the clock of its streaming multiprocessors
 * @param memoryClockMegahertz the clock of its memory
 */
public record DeviceState(
    String device,
    OptionalInt utilizationPercent,
    OptionalInt temperatureCelsius,
    OptionalInt smClockMegahertz,
    OptionalInt memoryClockMegahertz) {}
