package io.joulebook.agent.runtime;

import io.joulebook.agent.config.GridRules;
import io.joulebook.agent.config.Keys;
import io.joulebook.agent.config.Origin;
import io.joulebook.agent.config.Resolved;
import io.joulebook.agent.config.RotateRule;
import io.joulebook.agent.config.Settings;
import io.joulebook.collector.Collector;
import io.joulebook.collector.feed.vendor.GridSettings;
import io.joulebook.collector.grid.FeedName;
import io.joulebook.collector.grid.YearlyFactor;
import io.joulebook.collector.local.InProcessCollector;
import io.joulebook.collector.receiptlog.FileHead;
import io.joulebook.collector.receiptlog.ReceiptFile;
import io.joulebook.collector.receiptlog.Rotation;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/** Opens the file of receipts, where one is configured. */
final class ReceiptLog {
  private static final Pattern PLAIN_OF_FEEDS =
      Pattern.compile("feeds\\.[a-z]+\\.(signal|basis|region|location)");

  private ReceiptLog() {}

  /** The collector, keeping receipts if that is configured and can be done. */
  static Collector open(Settings settings, InProcessCollector books, Consumer<String> say) {
    Optional<String> file = settings.get(Keys.RECEIPTS_FILE);
    if (file.isEmpty()) {
      return books;
    }
    try {
      RotateRule rule = settings.require(Keys.RECEIPTS_ROTATE);
      ReceiptFile receipts =
          ReceiptFile.open(
              Path.of(file.get()),
              new Rotation(rule.bytes(), rule.age(), settings.require(Keys.RECEIPTS_KEEP)),
              settings.require(Keys.STATEMENTS_INTERVAL),
              head(settings),
              books,
              say);
      books.receiptLog(receipts::status);
      return receipts;
    } catch (OutOfMemoryError | StackOverflowError passing) {
      throw passing; // the core is started anew when there is memory
    } catch (RuntimeException | Error cannot) {
      say.accept("receipts.file: receipts cannot be kept (" + cannot + ")");
      return books;
    }
  }

  /** What an auditor needs to know of this run. */
  static FileHead head(Settings settings) {
    Map<String, String> configuration = new TreeMap<>();
    settings.all().stream()
        .filter(key -> key.origin() != Origin.DEFAULT)
        .forEach(key -> shown(key).ifPresent(text -> configuration.put(key.key(), text)));
    return new FileHead(
        FileHead.FORMAT,
        Version.TEXT,
        runId().toString(),
        Instant.EPOCH,
        configuration,
        price(GridRules.ofPast(settings).grid()));
  }

  // Not UUID.randomUUID(): if the process has no file descriptor left just then, the JDK's security
  // classes, which it would be the first to use, would be lost to the host for good.
  private static UUID runId() {
    SplittableRandom random = new SplittableRandom();
    long version = (random.nextLong() & ~0xF000L) | 0x4000L;
    long variant = (random.nextLong() >>> 2) | (1L << 63);
    return new UUID(version, variant);
  }

  // A URL may have a key in it, and a key may stand where a user's name should.
  private static Optional<String> shown(Resolved<?> key) {
    boolean plain = !key.key().startsWith("feeds.") || PLAIN_OF_FEEDS.matcher(key.key()).matches();
    return plain ? key.text() : Optional.of("(set)");
  }

  private static Optional<FileHead.TablePrice> price(GridSettings grid) {
    return grid.ladder().contains(FeedName.STATIC)
        ? grid.zone().map(YearlyFactor::of).map(ReceiptLog::price)
        : Optional.empty();
  }

  private static FileHead.TablePrice price(YearlyFactor factor) {
    return new FileHead.TablePrice(
        factor.zone().code(),
        factor.row().code(),
        factor.year(),
        factor.intensity().milligramsPerKwh(),
        factor.table());
  }
}
