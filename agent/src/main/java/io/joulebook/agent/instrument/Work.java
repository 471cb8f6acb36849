package io.joulebook.agent.instrument;

import java.util.OptionalLong;

/**
 * What one call worked on.
 *
 * @param items rows of the batch; 1 where the batch cannot be read
 * @param inputTokens tokens read, padding included; empty where there are none or none are seen
 */
public record Work(long items, OptionalLong inputTokens) {
  static final Work ONE_ITEM = new Work(1, OptionalLong.empty());
}
