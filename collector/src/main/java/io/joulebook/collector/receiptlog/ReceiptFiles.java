package io.joulebook.collector.receiptlog;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;

/**
 * How the files of one trail are named: {@code receipts.jsonl} is written to, {@code
 * receipts-20261128T190000Z.jsonl} was, and {@code receipts-20261128T190000Z.jsonl.gz} is the same
 * compressed.
 */
public final class ReceiptFiles {
  public static final String COMPRESSED = ".gz";

  private static final int BUFFER_BYTES = 1 << 16;
  private static final DateTimeFormatter STAMP =
      DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);
  private static final Pattern STAMPED =
      Pattern.compile("-([0-9]{8}T[0-9]{6}Z)(?:-([0-9]{1,6}))?(\\.|$)");
  private static final String STAMP_PATTERN = "-[0-9]{8}T[0-9]{6}Z(-[0-9]{1,6})?";

  private ReceiptFiles() {}

  /**
   * The name for a file that was written to until then: one that no file has, and that sorts after
   * all others even if the clock was set back.
   *
   * @throws IOException if the folder cannot be read
   */
  public static Path rotated(Path active, Instant at) throws IOException {
    return rotated(active, at, rotatedFrom(active));
  }

  /** The same, where those are the files that were rotated away before. */
  static Path rotated(Path active, Instant at, List<Path> earlier) {
    String stamp = STAMP.format(at);
    int count = 0;
    for (Path before : earlier) {
      Matcher stamped = STAMPED.matcher(before.getFileName().toString());
      if (stamped.find() && stamped.group(1).compareTo(stamp) >= 0) {
        stamp = stamped.group(1);
        count = 1 + (stamped.group(2) == null ? 0 : Integer.parseInt(stamped.group(2)));
      }
    }
    String name = stem(active) + "-" + stamp + (count == 0 ? "" : "-" + count) + end(active);
    return active.resolveSibling(name);
  }

  /** The longest name that a file may have once it is rotated away. */
  static Path longest(Path active) {
    String name = stem(active) + "-" + STAMP.format(Instant.EPOCH) + "-999999" + end(active);
    return part(active.resolveSibling(name));
  }

  /** The name that a file has while it is being compressed. */
  static Path part(Path file) {
    return file.resolveSibling(file.getFileName() + ".part");
  }

  /** The name of that file once it is compressed. */
  public static Path compressed(Path file) {
    return file.resolveSibling(file.getFileName() + COMPRESSED);
  }

  /** The name that a compressed file had before. */
  public static Path uncompressed(Path file) {
    String name = file.getFileName().toString();
    return file.resolveSibling(name.substring(0, name.length() - COMPRESSED.length()));
  }

  public static boolean isCompressed(Path file) {
    return file.getFileName().toString().endsWith(COMPRESSED);
  }

  /**
   * The bytes of a file, of a compressed one those that it was made of.
   *
   * @throws IOException if it cannot be read; an {@link java.io.EOFException} or {@link
   *     java.util.zip.ZipException}, also later, if it is not compressed or cut short
   */
  public static InputStream open(Path file) throws IOException {
    InputStream in = new BufferedInputStream(Files.newInputStream(file), BUFFER_BYTES);
    try {
      return isCompressed(file)
          ? new BufferedInputStream(new GZIPInputStream(in, BUFFER_BYTES), BUFFER_BYTES)
          : in;
    } catch (IOException | RuntimeException e) {
      in.close();
      throw e;
    }
  }

  // A copy that somebody makes, or a disk that was full, may have cut it short.
  private static boolean isWhole(Path compressed) {
    try (InputStream in = open(compressed)) {
      in.transferTo(OutputStream.nullOutputStream());
      return true;
    } catch (IOException cutShort) {
      return false;
    }
  }

  /**
   * The files that were rotated away from this one, oldest first; of one that is there compressed
   * and not, the compressed one if it is whole.
   *
   * @throws IOException if the folder cannot be read
   */
  public static List<Path> rotatedFrom(Path active) throws IOException {
    Path folder = active.toAbsolutePath().getParent();
    Pattern name =
        Pattern.compile(
            Pattern.quote(stem(active))
                + STAMP_PATTERN
                + Pattern.quote(end(active))
                + "("
                + Pattern.quote(COMPRESSED)
                + ")?");
    if (folder == null || !Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(folder)) {
      return withoutTwins(
          files.filter(file -> name.matcher(file.getFileName().toString()).matches()).toList());
    }
  }

  /**
   * Those files, sorted by name, without twins: of a file that was rotated away and is there
   * compressed as well, one is whole. A file that somebody else has compressed is none of these.
   */
  public static List<Path> withoutTwins(List<Path> files) {
    TreeMap<Path, Path> sorted =
        new TreeMap<>(Comparator.comparing(ReceiptFiles::order).thenComparing(Path::toString));
    files.forEach(file -> sorted.put(file, file));
    for (Path file : files) {
      if (isCompressed(file) && isRotated(file) && sorted.containsKey(uncompressed(file))) {
        sorted.remove(isWhole(file) ? uncompressed(file) : file);
      }
    }
    return new ArrayList<>(sorted.keySet());
  }

  private static boolean isRotated(Path file) {
    return STAMPED.matcher(file.getFileName().toString()).find();
  }

  // A second file of one second comes after the first, compressed or not.
  private static String order(Path file) {
    String name = file.toString();
    String plain =
        isCompressed(file) ? name.substring(0, name.length() - COMPRESSED.length()) : name;
    return STAMPED
        .matcher(plain)
        .replaceAll(
            stamped -> {
              String count = stamped.group(2);
              long number = count == null ? 0 : Long.parseLong(count);
              return String.format(Locale.ROOT, "-%s-%06d$3", stamped.group(1), number);
            });
  }

  private static String stem(Path file) {
    String name = file.getFileName().toString();
    return name.substring(0, name.length() - end(file).length());
  }

  private static String end(Path file) {
    String name = file.getFileName().toString();
    int dot = name.lastIndexOf('.');
    return dot <= 0 ? "" : name.substring(dot);
  }
}
