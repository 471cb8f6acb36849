package io.joulebook.collector.report;

import io.joulebook.collector.Receipt;
import io.joulebook.collector.Statement;
import io.joulebook.collector.receiptlog.EntrySink;
import io.joulebook.collector.receiptlog.FileHead;
import io.joulebook.collector.receiptlog.Gap;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** The files that were read, and what they say beside their entries. */
final class ReceiptTrail {
  /** A file may be rotated away while it is read: then all are read again. */
  private static final int MOST_TRIES = 3;

  /** Spreads bits: 2^64 over the golden ratio, made odd. */
  private static final long GOLDEN = 0x9E3779B97F4A7C15L;

  private final Map<Path, EntryFile.Count> files = new LinkedHashMap<>();
  private final List<Path> copies = new ArrayList<>();
  private final Set<FileHead> heads = new LinkedHashSet<>();
  private final Map<Path, Statement> doubled = new LinkedHashMap<>();
  private final List<Gap> gaps = new ArrayList<>();
  private final Set<Long> fingerprints = new HashSet<>();
  private final PeriodTotals books;

  private ReceiptTrail(PeriodTotals books) {
    this.books = books;
  }

  /**
   * Reads all files of a request.
   *
   * @throws ReportException if one of them cannot be read
   */
  static ReceiptTrail read(ReportRequest request) throws ReportException {
    for (int tries = 1; ; tries++) {
      List<Path> files = ReceiptSources.find(request.receipts());
      ReceiptTrail trail =
          new ReceiptTrail(new PeriodTotals(request.period(), request.footprint()));
      boolean last = tries == MOST_TRIES;
      if (trail.read(files, last)
          && (last || files.equals(ReceiptSources.find(request.receipts())))) {
        return trail;
      }
    }
  }

  private boolean read(List<Path> found, boolean last) throws ReportException {
    for (Path file : withoutCopies(found)) {
      try {
        files.put(file, EntryFile.read(file, sink(file)));
      } catch (IOException e) {
        if (!last && !Files.exists(file)) {
          return false;
        }
        throw new ReportException("receipts.file: '" + file + "' cannot be read (" + e + ")");
      }
    }
    refuseDoubled();
    return true;
  }

  /** No two statements are alike to the nanosecond and the microjoule: one of them is a copy. */
  private void refuseDoubled() throws ReportException {
    for (Map.Entry<Path, Statement> copy : doubled.entrySet()) {
      throw new ReportException(
          "receipts.file: '"
              + copy.getKey()
              + "' has entries that stand in the files twice, e.g. the statement of "
              + copy.getValue().device().id()
              + " of "
              + copy.getValue().from()
              + ": their energy would count twice; leave out copies, and files that others were"
              + " joined from");
    }
  }

  /**
   * Two files that begin with the same head, which has the time it was written at to the
   * nanosecond, are copies of one: the larger is read, as it is before it is compressed.
   */
  private List<Path> withoutCopies(List<Path> found) {
    Map<FileHead, Path> largest = new HashMap<>();
    List<Path> kept = new ArrayList<>(found);
    for (Path file : found) {
      for (FileHead head : head(file)) {
        Path other = largest.putIfAbsent(head, file);
        if (other != null) {
          Path smaller = size(file) > size(other) ? other : file;
          largest.put(head, smaller.equals(file) ? other : file);
          kept.remove(smaller);
          copies.add(smaller);
        }
      }
    }
    return kept;
  }

  private static List<FileHead> head(Path file) {
    List<FileHead> heads = new ArrayList<>();
    try {
      EntryFile.readHead(file, heads::add);
    } catch (IOException saidWhenItIsRead) {
      return List.of();
    }
    return heads;
  }

  private static long size(Path file) {
    try {
      return EntryFile.length(file);
    } catch (IOException gone) {
      return 0;
    }
  }

  private EntrySink sink(Path file) {
    return new EntrySink() {
      @Override
      public void receipt(Receipt receipt) {
        books.enter(receipt);
      }

      @Override
      public void statement(Statement statement) {
        if (!fingerprints.add(fingerprint(statement))) {
          doubled.putIfAbsent(file, statement);
        }
        books.enter(statement);
      }

      @Override
      public void head(FileHead head) {
        heads.add(head);
      }

      @Override
      public void gap(Gap gap) {
        if (books.period().meets(gap.from(), gap.to())) {
          gaps.add(gap);
        }
      }
    };
  }

  private static long fingerprint(Statement statement) {
    long print = statement.device().hashCode();
    for (long part :
        new long[] {
          statement.from().hashCode(),
          statement.to().hashCode(),
          statement.length().toNanos(),
          statement.measured().micros(),
          statement.accounts().hashCode()
        }) {
      print = (print ^ part) * GOLDEN;
      print ^= print >>> 32;
    }
    return print;
  }

  PeriodTotals books() {
    return books;
  }

  /** What each file held. */
  Map<Path, EntryFile.Count> files() {
    return files;
  }

  /** Files that were left out as copies of others. */
  List<Path> copies() {
    return copies;
  }

  /** What all files held. */
  EntryFile.Count count() {
    return files.values().stream().reduce(new EntryFile.Count(0, 0), EntryFile.Count::plus);
  }

  /** The gaps of the period. */
  List<Gap> gaps() {
    return gaps;
  }

  /** The heads that were met. */
  Set<FileHead> heads() {
    return heads;
  }

  /** What those who wrote the files had configured for a key. */
  Set<String> configured(String key) {
    Set<String> values = new TreeSet<>();
    for (FileHead head : heads) {
      String value = head.configuration().get(key);
      if (value != null) {
        values.add(value);
      }
    }
    return values;
  }
}
