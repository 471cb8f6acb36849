package io.joulebook.collector;

/**
 * A thing whose energy is metered: a GPU, a CPU package, DRAM.
 *
 * @param id what identifies it across restarts: for a GPU its UUID
 * @param component the part of the host that it is
 * @param source where its energy is read from
 */
public record Device(String id, Component component, Source source) {}
