package io.joulebook.examples.report;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.math.BigDecimal;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * Waits for the agent, or prints its report.
 *
 * <p>Arguments: {@code await-base URL} waits until the base power of a device is known; {@code
 * print URL TALLY} waits until every text of the tally is in the books and prints the table. The
 * exit code of {@code print} is 0 only if all calls are settled and the books balance.
 */
public final class ReportCommand {
  private static final Duration BASE_PATIENCE = Duration.ofSeconds(30);
  private static final Duration SETTLE_PATIENCE = Duration.ofSeconds(30);
  // µ is not in every terminal's default encoding, but every terminal of today reads UTF-8.
  private static final PrintStream OUT =
      new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);

  private ReportCommand() {}

  public static void main(String[] args) throws Exception {
    MetricsPage page = new MetricsPage(URI.create(args[1]));
    boolean good = args[0].equals("await-base") ? awaitBase(page) : print(page, Path.of(args[2]));
    System.exit(good ? 0 : 1);
  }

  private static boolean awaitBase(MetricsPage page) throws IOException, InterruptedException {
    MetricsPage.Outcome outcome =
        page.await(m -> m.sum("joulebook_base_watts").isPresent(), BASE_PATIENCE);
    OUT.println(
        outcome
            .metrics()
            .sum("joulebook_base_watts")
            .map(watts -> "  base power " + Quantity.format(watts, "W"))
            .orElse("  base power not known yet, going on without"));
    return true;
  }

  private static boolean print(MetricsPage page, Path tally)
      throws IOException, InterruptedException {
    List<String> sent = Files.readAllLines(tally);
    MetricsPage.Outcome outcome = page.await(m -> isSettled(m, sent), SETTLE_PATIENCE);
    Report report = new Report(outcome.metrics());
    report.lines().forEach(OUT::println);
    if (!outcome.asWanted()) {
      OUT.println("NOT ALL CALLS ARE IN THE BOOKS, texts sent: " + String.join(", ", sent));
    }
    return outcome.asWanted() && report.isSound();
  }

  /** Whether the books hold as many items of each model as its line {@code model=texts} says. */
  static boolean isSettled(Exposition metrics, List<String> sent) {
    boolean none =
        metrics.sum("joulebook_calls_unsettled").filter(n -> n.signum() == 0).isPresent();
    return none
        && sent.stream().map(line -> line.split("=", 2)).allMatch(pair -> has(metrics, pair));
  }

  private static boolean has(Exposition metrics, String[] sent) {
    return metrics
        .sum("joulebook_items_total", "model=" + sent[0])
        .filter(items -> items.compareTo(new BigDecimal(sent[1])) == 0)
        .isPresent();
  }
}
