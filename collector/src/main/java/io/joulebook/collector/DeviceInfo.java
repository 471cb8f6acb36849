package io.joulebook.collector;

import java.util.Optional;
import java.util.OptionalInt;

/**
 * What a device is, for people and for joining with other exporters' metrics.
 *
 * @param device the device's id, as in {@link Device#id}
 * @param index its index among the devices of the driver, where it has one
 * @param name its product's name, e.g. {@code NVIDIA H100 80GB HBM3}
 * @param pciBusId its PCI address as its driver writes it
 * @param driver the version of its driver
 */
public record DeviceInfo(
    String device,
    OptionalInt index,
    Optional<String> name,
    Optional<String> pciBusId,
    Optional<String> driver) {}
