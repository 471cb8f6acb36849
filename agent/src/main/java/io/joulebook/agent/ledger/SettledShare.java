package io.joulebook.agent.ledger;

/**
 * What a call used of one device.
 *
 * @param device the device's id
 * @param activeMicros its share of the energy above base power, in microjoules
 * @param baseMicros its share of base power while it was in flight, in microjoules
 * @param doubtMicros how much of it hangs on where in time the edges at its ends lie, in
 *     microjoules
 * @param resolved whether an edge fell inside the call, so that it can be told from its neighbours
 * @param blind whether the sensor was out for part of the call, so that its energy is too low
 */
public record SettledShare(
    String device,
    long activeMicros,
    long baseMicros,
    long doubtMicros,
    boolean resolved,
    boolean blind) {}
