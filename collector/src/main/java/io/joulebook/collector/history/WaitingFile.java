package io.joulebook.collector.history;

import io.joulebook.collector.carbon.UnpricedEnergy;
import io.joulebook.collector.grid.Bucket;
import io.joulebook.collector.grid.EmissionMethod;
import io.joulebook.collector.grid.Zone;
import io.joulebook.collector.json.JsonFields;
import io.joulebook.collector.json.JsonLine;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.json.JSONObject;

/**
 * What waited for a price when a JVM ended, for the one that comes after it. It is written when the
 * JVM ends in order, and taken once: a JVM that is killed leaves none, so that nothing is ever
 * counted by two. What is not taken stays, byte by byte: lines of other zones, and lines that
 * cannot be read.
 */
final class WaitingFile {
  private static final String NAME = "waiting.jsonl";
  private static final long MOST_BYTES = 64L << 20;
  private static final int MOST_SET_ASIDE = 9;

  /** A gigajoule: no JVM uses as much in five minutes. */
  private static final long MOST_MICROJOULES = 1_000_000_000_000_000L;

  private static final Instant FIRST_BUCKET = Instant.parse("2000-01-01T00:00:00Z");
  private static final Instant LAST_BUCKET = Instant.parse("2200-01-01T00:00:00Z");

  private WaitingFile() {}

  /**
   * Adds what waits to what is there.
   *
   * @return where a file that cannot be read was moved to, so that it is not written over
   * @throws IOException if it cannot be written; then the file is as it was
   */
  static Optional<Path> write(
      Path folder, Zone zone, EmissionMethod method, List<UnpricedEnergy> all) throws IOException {
    if (all.isEmpty()) {
      return Optional.empty();
    }
    List<String> lines = new ArrayList<>();
    Optional<Path> aside = Optional.empty();
    try {
      lines.addAll(lines(folder));
    } catch (IOException unreadable) {
      aside = Optional.of(setAside(folder));
    }
    all.forEach(each -> lines.add(line(zone, method, each)));
    replace(folder, lines);
    return aside;
  }

  private static String line(Zone zone, EmissionMethod method, UnpricedEnergy each) {
    JsonLine line =
        new JsonLine()
            .open()
            .put("zone", zone.code())
            .put("method", method.toString())
            .put("bucket", each.bucket().toString())
            .put("microjoules", each.micros())
            .openObject("owner");
    each.owner().forEach(line::put);
    return line.close().close().text();
  }

  private static Path setAside(Path folder) throws IOException {
    Path file = folder.resolve(NAME);
    for (int i = 1; i <= MOST_SET_ASIDE; i++) {
      Path aside = folder.resolve("unreadable-" + i + "-" + NAME);
      if (!Files.exists(aside, LinkOption.NOFOLLOW_LINKS)) {
        return Files.move(file, aside);
      }
    }
    throw new FileSystemException(
        file.toString(), null, "cannot be read, and " + MOST_SET_ASIDE + " such are kept already");
  }

  /**
   * What the file has of this zone and method; that is gone then, and all else stays.
   *
   * @param unreadable is told which lines cannot be read, and why
   * @throws IOException if it cannot be read and written; then nothing is taken
   */
  static List<UnpricedEnergy> take(
      Path folder, Zone zone, EmissionMethod method, Consumer<String> unreadable)
      throws IOException {
    List<String> others = new ArrayList<>();
    List<UnpricedEnergy> all = new ArrayList<>();
    List<String> damaged = new ArrayList<>();
    int number = 0;
    for (String line : lines(folder)) {
      number++;
      Optional<UnpricedEnergy> ours = Optional.empty();
      String why = "is damaged";
      try {
        ours = read(line, zone, method);
        why = ours.map(WaitingFile::refusal).orElse("");
      } catch (RuntimeException notAsItWasWritten) {
        ours = Optional.empty();
      }
      if (!why.isEmpty()) {
        damaged.add(NAME + ", line " + number + ": " + why);
      }
      if (ours.isPresent() && why.isEmpty()) {
        all.add(ours.get());
      } else {
        others.add(line);
      }
    }
    if (others.isEmpty()) {
      Files.deleteIfExists(folder.resolve(NAME));
    } else if (!all.isEmpty()) {
      replace(folder, others);
    }
    int more = damaged.size() - 1;
    damaged.stream()
        .limit(1)
        .forEach(line -> unreadable.accept(more > 0 ? line + " (" + more + " more)" : line));
    return all;
  }

  // Of each byte a character, so that what is not ours stays as it is.
  private static List<String> lines(Path folder) throws IOException {
    Path file = folder.resolve(NAME);
    if (!Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
      return List.of();
    }
    if (Files.size(HistoryFile.regular(file)) > MOST_BYTES) {
      throw new FileSystemException(file.toString(), null, "is too large");
    }
    String text = Files.readString(file, StandardCharsets.ISO_8859_1);
    List<String> lines = new ArrayList<>(List.of(text.split("\n", -1)));
    if (lines.get(lines.size() - 1).isEmpty()) {
      lines.remove(lines.size() - 1);
    }
    return lines;
  }

  private static void replace(Path folder, List<String> lines) throws IOException {
    StringBuilder text = new StringBuilder();
    lines.forEach(line -> text.append(line).append('\n'));
    Path part = HistoryFile.regular(folder.resolve(NAME + ".part"));
    Files.writeString(part, text, StandardCharsets.ISO_8859_1);
    Files.move(part, folder.resolve(NAME), StandardCopyOption.REPLACE_EXISTING);
  }

  private static Optional<UnpricedEnergy> read(String line, Zone zone, EmissionMethod method) {
    JsonFields fields = JsonFields.of(ascii(line));
    boolean same =
        fields.text("zone").equals(zone.code()) && fields.text("method").equals(method.toString());
    return same ? Optional.of(waiting(fields)) : Optional.empty();
  }

  /** What is wrong with it; empty if nothing is. */
  private static String refusal(UnpricedEnergy waiting) {
    if (waiting.micros() < 0 || waiting.micros() > MOST_MICROJOULES) {
      return "microjoules is "
          + waiting.micros()
          + "; it must be from 0 to "
          + MOST_MICROJOULES
          + ", a gigajoule";
    }
    return isBucket(waiting.bucket())
        ? ""
        : "bucket is " + waiting.bucket() + ", no five minutes of UTC";
  }

  private static String ascii(String line) {
    if (line.chars().anyMatch(each -> each > 0x7e)) {
      throw new IllegalArgumentException("not ASCII");
    }
    return line;
  }

  private static boolean isBucket(Instant bucket) {
    return !bucket.isBefore(FIRST_BUCKET)
        && bucket.isBefore(LAST_BUCKET)
        && Bucket.startOf(bucket).equals(bucket);
  }

  private static UnpricedEnergy waiting(JsonFields fields) {
    JSONObject owner = fields.json().getJSONObject("owner");
    Map<String, String> labels = new HashMap<>();
    owner.keySet().forEach(key -> labels.put(key, owner.getString(key)));
    return new UnpricedEnergy(fields.time("bucket"), fields.number("microjoules"), labels);
  }
}
