package io.joulebook.benchmarks.startup;

import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Loads ten thousand small classes some times over, after a first call of a hooked method, and
 * prints what one time cost the thread, in nanoseconds of CPU: the median of the later ones.
 */
final class ManyClasses {
  static final int CLASSES = 10_000;
  private static final int WARM_UP = 5;
  private static final int TIMES = 9;
  private static final long UNTIL_WOVEN_MILLIS = 2_000;

  private ManyClasses() {}

  /** What is loaded under other names of the same length. */
  static final class Small00000 {
    private final int value;

    Small00000(int value) {
      this.value = value;
    }

    int value() {
      return value;
    }
  }

  private static final class Loader extends ClassLoader {
    Loader() {
      super(ManyClasses.class.getClassLoader());
    }

    void define(byte[] type) {
      defineClass(null, type, 0, type.length);
    }
  }

  public static void main(String[] args) throws Exception {
    Ranker.score(new byte[10]);
    Thread.sleep(UNTIL_WOVEN_MILLIS);
    List<byte[]> types = types();
    long[] costs = new long[TIMES];
    for (int i = -WARM_UP; i < TIMES; i++) {
      Loader loader = new Loader();
      long before = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
      types.forEach(loader::define);
      costs[Math.max(0, i)] =
          ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - before;
    }
    Arrays.sort(costs);
    System.out.println(costs[TIMES / 2]);
    Runtime.getRuntime().halt(0);
  }

  private static List<byte[]> types() throws IOException {
    String name = "ManyClasses$Small00000";
    byte[] pattern;
    try (InputStream in = ManyClasses.class.getResourceAsStream(name + ".class")) {
      pattern = in.readAllBytes();
    }
    List<byte[]> types = new ArrayList<>();
    for (int i = 1; i <= CLASSES; i++) {
      String other = name.substring(0, name.length() - 5) + String.format("%05d", i);
      types.add(renamed(pattern, name, other));
    }
    return types;
  }

  private static byte[] renamed(byte[] pattern, String name, String other) {
    byte[] from = name.getBytes(StandardCharsets.US_ASCII);
    byte[] to = other.getBytes(StandardCharsets.US_ASCII);
    byte[] renamed = pattern.clone();
    for (int at = 0; at + from.length <= renamed.length; at++) {
      if (Arrays.equals(renamed, at, at + from.length, from, 0, from.length)) {
        System.arraycopy(to, 0, renamed, at, to.length);
      }
    }
    return renamed;
  }
}
