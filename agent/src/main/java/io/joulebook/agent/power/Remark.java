package io.joulebook.agent.power;

/**
 * What people should know of the meters.
 *
 * @param about whose state it is: the next remark of the same tells that this one is over
 */
public record Remark(String about, String text) {}
