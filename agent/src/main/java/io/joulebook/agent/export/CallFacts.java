package io.joulebook.agent.export;

import java.util.Optional;
import java.util.OptionalLong;

/**
 * What a receipt says of a call besides its energy.
 *
 * @param model the model's name
 * @param engine the inference library
 * @param operation the library's operation
 * @param items rows of the batch
 * @param inputTokens tokens read, padding included, where they are seen
 * @param traceId the trace it began in, where one is seen
 * @param route the server's route that was being served, where one is seen
 * @param placed whether it is known which devices it ran on; if not, it is shared over all
 */
public record CallFacts(
    String model,
    String engine,
    String operation,
    long items,
    OptionalLong inputTokens,
    Optional<String> traceId,
    Optional<String> route,
    boolean placed) {
  /** The same with so many tokens read. */
  public CallFacts withInputTokens(long tokens) {
    return new CallFacts(
        model, engine, operation, items, OptionalLong.of(tokens), traceId, route, placed);
  }
}
