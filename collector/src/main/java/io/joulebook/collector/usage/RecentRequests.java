package io.joulebook.collector.usage;

import java.util.LinkedHashSet;
import java.util.Set;

/**
 * Counts requests in bounded memory: calls of one request follow each other closely, so the last
 * few thousand are enough.
 */
public final class RecentRequests implements RequestCounter {
  private static final int REMEMBERED = 4_096;

  private final Set<String> last = new LinkedHashSet<>();
  private long count;

  @Override
  public void add(String request) {
    if (last.add(request)) {
      count++;
    }
    if (last.size() > REMEMBERED) {
      last.remove(last.iterator().next());
    }
  }

  @Override
  public long count() {
    return count;
  }
}
