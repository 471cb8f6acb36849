package io.joulebook.benchmarks.books;

import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;

/**
 * Measures the ledger by itself, and the agent's threads while they read eight fake H100s.
 * Arguments: the agent's jar, and the calls of a round of the ledger. Needs Linux and a C compiler.
 */
public final class BooksRun {
  private static final int ROUNDS = 5;

  private BooksRun() {}

  public static void main(String[] args) throws Exception {
    long calls = Long.parseLong(args[1]);
    System.out.printf(
        "JDK %s, %s, %d cores%n%n",
        Runtime.version(),
        LocalDate.now(ZoneOffset.UTC),
        Runtime.getRuntime().availableProcessors());
    System.out.println(
        "| round | calls | settled per second of CPU | bytes per call | residual, uJ |");
    System.out.println("| --- | --- | --- | --- | --- |");
    for (int round = 1; round <= ROUNDS; round++) {
      System.out.println("| " + round + LedgerRound.run(calls).row());
    }
    System.out.println();
    System.out.println(
        "| eight GPUs | thread | CPU in percent of one core | readings per GPU and second |");
    System.out.println("| --- | --- | --- | --- |");
    for (String options : new String[] {"sample.period=auto", "sample.period=20ms"}) {
      new ReadingCost(Path.of(args[0]).toRealPath(), options).rows().forEach(System.out::println);
    }
  }
}
