package io.joulebook.agent.whole.app;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;

/** A host application that does as it is told, line by line. */
public final class CustomWorkload {
  private static final List<ByteBuffer> DIRECT = new ArrayList<>();

  private final Ranker ranker = new Ranker();

  private CustomWorkload() {}

  public static void main(String[] args) throws Exception {
    if (args.length > 0) {
      useDirectMemory(args[0].equals("full")); // before there is anything to be metered
    }
    CustomWorkload workload = new CustomWorkload();
    BufferedReader commands =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    System.out.println("ready");
    for (String line = commands.readLine(); line != null; line = commands.readLine()) {
      System.out.println("done " + line + ": " + workload.obey(line.split(" ", -1)));
    }
  }

  private Object obey(String... words) throws Exception {
    return switch (words[0]) {
      case "score" -> score(Integer.parseInt(words[1]), Long.parseLong(words[2]));
      case "fail" -> fail();
      case "threads" -> call(Thread::new, Integer.parseInt(words[1]));
      case "virtual" -> call(virtualThreads(), Integer.parseInt(words[1]));
      case "pool" -> commonPool(Integer.parseInt(words[1]));
      case "names" -> names();
      case "burst" -> burst(Integer.parseInt(words[1]), Integer.parseInt(words[2]));
      case "drain" -> drainAtTheEnd(Integer.parseInt(words[1]), Long.parseLong(words[2]));
      case "heap" -> fillHeap(Integer.parseInt(words[1]));
      case "direct" -> useDirectMemory(words[1].equals("full"));
      case "onnx" -> onnx(words[1]);
      case "exit" -> exitInACall();
      default -> throw new IllegalArgumentException(words[0]);
    };
  }

  private String score(int times, long millis) {
    for (int i = 0; i < times; i++) {
      ranker.score(millis);
    }
    return "ok";
  }

  private String fail() {
    try {
      ranker.score(-1);
      return "not thrown";
    } catch (IllegalArgumentException expected) {
      return expected.getMessage() + " at " + expected.getStackTrace()[0].getMethodName();
    }
  }

  private String call(ThreadFactory factory, int threads) throws InterruptedException {
    List<Thread> all = new ArrayList<>();
    for (int i = 0; i < threads; i++) {
      all.add(factory.newThread(() -> ranker.score(2)));
    }
    all.forEach(Thread::start);
    for (Thread thread : all) {
      thread.join();
    }
    return "ok";
  }

  // From JDK 19 on the common pool erases a worker's thread-locals between tasks.
  private String commonPool(int tasks) {
    for (int i = 0; i < tasks; i++) {
      CompletableFuture.supplyAsync(() -> ranker.score(0)).join();
    }
    return "ok";
  }

  // Thread.ofVirtual().factory(), which JDK 17 does not have.
  private static ThreadFactory virtualThreads() throws Exception {
    Object builder = Thread.class.getMethod("ofVirtual").invoke(null);
    Class<?> type = Class.forName("java.lang.Thread$Builder");
    return (ThreadFactory) type.getMethod("factory").invoke(builder);
  }

  private static String names() {
    return Thread.getAllStackTraces().keySet().stream()
        .map(Thread::getName)
        .sorted()
        .collect(Collectors.joining(","));
  }

  /** So many calls on each of so many threads, without a pause. */
  private String burst(int threads, int calls) throws InterruptedException {
    List<Thread> all = new ArrayList<>();
    for (int i = 0; i < threads; i++) {
      all.add(
          new Thread(
              () -> {
                for (int call = 0; call < calls; call++) {
                  ranker.score(0);
                }
              }));
    }
    all.forEach(Thread::start);
    for (Thread thread : all) {
      thread.join();
    }
    return "ok";
  }

  /** As servers that end gracefully do: what is left is served in a hook of their own. */
  private String drainAtTheEnd(int calls, long millis) {
    Runtime.getRuntime().addShutdownHook(new Thread(() -> score(calls, millis)));
    return "ok";
  }

  /** Is out of memory again and again, a second and a half each time; who else hears of it? */
  private static String fillHeap(int times) {
    AtomicInteger strangers = new AtomicInteger();
    Thread.setDefaultUncaughtExceptionHandler((thread, failure) -> strangers.incrementAndGet());
    for (int i = 0; i < times; i++) {
      if (fillHeapOnce() == 0) {
        return "the heap was never full";
      }
    }
    return "handled " + strangers.get();
  }

  private static int fillHeapOnce() {
    List<byte[]> all = new ArrayList<>();
    long until = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(1_500);
    for (int size = 1 << 20; System.nanoTime() - until < 0; ) {
      try {
        all.add(new byte[size]);
      } catch (OutOfMemoryError full) {
        size = Math.max(16, size / 2);
      }
    }
    return all.size();
  }

  /** Takes all direct memory there is, as Netty may, or gives it back. */
  private static String useDirectMemory(boolean all) {
    DIRECT.clear();
    for (int size = 1 << 20; all && size > 0; ) {
      try {
        DIRECT.add(ByteBuffer.allocateDirect(size));
      } catch (OutOfMemoryError usedUp) {
        size /= 2;
      }
    }
    return "ok";
  }

  private static String onnx(String folder) throws Exception {
    OnnxWorkload.callOnce(Path.of(folder));
    return "ok";
  }

  private static String exitInACall() {
    Runtime.getRuntime().exit(7);
    return "unreachable";
  }
}
