package io.joulebook.agent.instrument;

import java.util.Optional;

/**
 * Where a model's calls say how many rows they work on.
 *
 * @param input the input whose first dimension it is; empty if none is known
 * @param fixed how many it always is, where every input has a fixed shape; 0 if it is not fixed
 */
public record Batch(Optional<String> input, long fixed) {
  /** The inputs do not tell. */
  public static final Batch UNKNOWN = new Batch(Optional.empty(), 0);

  /** The first dimension of that input. */
  static Batch of(String input) {
    return new Batch(Optional.of(input), 0);
  }

  /** Always so many. */
  static Batch fixed(long rows) {
    return new Batch(Optional.empty(), rows);
  }
}
