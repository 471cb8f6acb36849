package io.joulebook.agent.whole.app;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadFactory;
import java.util.stream.Collectors;

/** A host application that does as it is told, line by line. */
public final class CustomWorkload {
  private final Ranker ranker = new Ranker();

  private CustomWorkload() {}

  public static void main(String[] args) throws Exception {
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

  private static String exitInACall() {
    Runtime.getRuntime().exit(7);
    return "unreachable";
  }
}
