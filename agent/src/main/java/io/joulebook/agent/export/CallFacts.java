package io.joulebook.agent.export;

import java.util.OptionalLong;

/**
 * What a receipt says of a call besides its energy.
 *
 * @param model the model's name
 * @param engine the inference library
 * @param operation the library's operation
 * @param items rows of the batch
 * @param inputTokens tokens read, padding included, where they are seen
 */
public record CallFacts(
    String model, String engine, String operation, long items, OptionalLong inputTokens) {}
