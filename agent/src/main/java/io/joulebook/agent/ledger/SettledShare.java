package io.joulebook.agent.ledger;

import java.util.OptionalLong;

/**
 * What a call used of one device.
 *
 * @param device the device's id
 * @param activeMicros its share of the energy above base power, in microjoules
 * @param baseMicros its share of base power while it was in flight, in microjoules
 * @param occupiedNanos its part of the device's time, in nanoseconds: of each moment an equal share
 *     with the calls that were in flight with it
 * @param untilFirstMicros what of active and base together came before the first piece of the
 *     call's answer, in microjoules; empty where no such piece was seen
 * @param uncertaintyMicros by how much active and base together may be off, in about two standard
 *     deviations, in microjoules; the sensor's gain is not in it
 * @param resolved whether the call can be told from its neighbours: an edge fell inside it, and the
 *     uncertainty is at most half its energy
 * @param outage whether the sensor was out for part of the call, so that its energy is too low
 */
public record SettledShare(
    String device,
    long activeMicros,
    long baseMicros,
    long occupiedNanos,
    OptionalLong untilFirstMicros,
    long uncertaintyMicros,
    boolean resolved,
    boolean outage) {}
