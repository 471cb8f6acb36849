package io.joulebook.agent.runtime;

import java.io.BufferedReader;
import java.io.File;
import java.io.FileReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The CPU time of the agent's own threads, from {@code /proc/self/task}: {@code
 * java.lang.management} would initialise the host's logging before the host does. Not thread-safe.
 */
final class OwnThreads {
  private static final File TASKS = new File("/proc/self/task");
  private static final String NAME = "joulebook-";
  private static final long LOOK_EVERY = Duration.ofSeconds(10).toNanos();

  private final Set<String> tasks = new HashSet<>();
  private long lookAt;
  private long lastSum;

  /** The CPU time of all of them so far, in nanoseconds; 0 where the kernel does not tell. */
  long cpuNanos(long now) {
    if (tasks.isEmpty() || now - lookAt >= 0) {
      look();
      lookAt = now + LOOK_EVERY;
    }
    long sum = 0;
    for (String task : tasks) {
      sum += nanos(task);
    }
    lastSum = Math.max(lastSum, sum);
    return lastSum;
  }

  private void look() {
    String[] all = TASKS.list();
    tasks.clear();
    if (all != null) {
      for (String task : all) {
        String name = firstLine(new File(TASKS, task + "/comm"));
        if (name != null && name.startsWith(NAME)) {
          tasks.add(task);
        }
      }
    }
  }

  // Nanoseconds on a CPU are the first figure: Documentation/scheduler/sched-stats.rst of Linux.
  private static long nanos(String task) {
    String stat = firstLine(new File(TASKS, task + "/schedstat"));
    try {
      return stat == null ? 0 : Long.parseLong(stat.substring(0, stat.indexOf(' ')));
    } catch (RuntimeException unreadable) {
      return 0;
    }
  }

  private static @Nullable String firstLine(File file) {
    try (BufferedReader in =
        new BufferedReader(new FileReader(file, StandardCharsets.US_ASCII), 128)) {
      return in.readLine();
    } catch (IOException gone) {
      return null;
    }
  }
}
