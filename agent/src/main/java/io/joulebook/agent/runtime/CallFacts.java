package io.joulebook.agent.runtime;

import io.joulebook.agent.instrument.CallSize;
import java.util.Optional;

/**
 * What a receipt says of a call besides its energy.
 *
 * @param model the model's name
 * @param engine the inference library
 * @param operation the library's operation
 * @param size how much it worked on
 * @param traceId the trace it began in, where one is seen
 * @param route the server's route that was being served, where one is seen
 * @param placed whether it is known which devices it ran on; if not, it is shared over all
 */
public record CallFacts(
    String model,
    String engine,
    String operation,
    CallSize size,
    Optional<String> traceId,
    Optional<String> route,
    boolean placed) {
  /** The same with another size. */
  public CallFacts withSize(CallSize other) {
    return new CallFacts(model, engine, operation, other, traceId, route, placed);
  }
}
