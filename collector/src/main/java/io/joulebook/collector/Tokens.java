package io.joulebook.collector;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The tokens of a call, as far as they are seen.
 *
 * @param input tokens read, at least 0, padding included; empty where the model has none or none
 *     are seen
 * @param cachedInput those of them that the engine says it had from before; empty where it says
 *     nothing
 * @param output tokens generated; empty likewise
 * @param outputAtLeast whether {@code output} is a lower bound: what was counted are the pieces of
 *     a stream, of which each may hold several
 * @param untilFirst how long after its begin the first piece of its answer was made; empty where
 *     the answer came in one piece
 */
public record Tokens(
    OptionalLong input,
    OptionalLong cachedInput,
    OptionalLong output,
    boolean outputAtLeast,
    Optional<Duration> untilFirst) {
  /** Of a call that has none, or of which none are seen. */
  public static final Tokens NONE = of(OptionalLong.empty(), OptionalLong.empty());

  /** So many, exactly. */
  public static Tokens of(OptionalLong input, OptionalLong output) {
    return new Tokens(input, OptionalLong.empty(), output, false, Optional.empty());
  }
}
