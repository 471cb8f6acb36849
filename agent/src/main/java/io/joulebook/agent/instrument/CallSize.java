package io.joulebook.agent.instrument;

import java.util.List;
import java.util.OptionalLong;

/**
 * How much one call worked on.
 *
 * @param items rows of the batch; empty where they are not known
 * @param inputTokens tokens read, padding included; empty where there are none or none are seen
 */
public record CallSize(OptionalLong items, OptionalLong inputTokens) {
  private static final CallSize UNKNOWN = new CallSize(OptionalLong.empty(), OptionalLong.empty());
  private static final CallSize ONE_ITEM = new CallSize(OptionalLong.of(1), OptionalLong.empty());

  /** A size as the bridge carries it. */
  public static CallSize of(long size) {
    if (size == JoulebookBridge.UNKNOWN_SIZE) {
      return UNKNOWN;
    }
    return size == 1 ? ONE_ITEM : new CallSize(items(size), tokens(size));
  }

  /** The size of several calls together, of which so many items and tokens were seen. */
  public static CallSize of(long items, long tokens) {
    return new CallSize(known(items), known(tokens));
  }

  /** Split in proportion to these numbers, of which the last gets what rounding leaves. */
  public List<CallSize> split(long[] parts) {
    OptionalLong[] splitItems = split(items, parts);
    OptionalLong[] splitTokens = split(inputTokens, parts);
    return List.of(
        new CallSize(splitItems[0], splitTokens[0]), new CallSize(splitItems[1], splitTokens[1]));
  }

  private static OptionalLong[] split(OptionalLong sum, long[] parts) {
    if (sum.isEmpty()) {
      return new OptionalLong[] {sum, sum};
    }
    long all = sum.getAsLong();
    long first = (long) ((double) all * parts[0] / (parts[0] + parts[1]));
    return new OptionalLong[] {OptionalLong.of(first), OptionalLong.of(all - first)};
  }

  private static OptionalLong known(long sum) {
    return sum == 0 ? OptionalLong.empty() : OptionalLong.of(sum);
  }

  private static OptionalLong items(long size) {
    long items = size & 0xffff_ffffL;
    return items == 0 ? OptionalLong.empty() : OptionalLong.of(items);
  }

  private static OptionalLong tokens(long size) {
    long oneMore = size >>> 32;
    return oneMore == 0 ? OptionalLong.empty() : OptionalLong.of(oneMore - 1);
  }
}
