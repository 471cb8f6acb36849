package io.joulebook.collector.history;

import io.joulebook.collector.carbon.UnpricedEnergy;
import io.joulebook.collector.grid.EmissionMethod;
import io.joulebook.collector.grid.Zone;
import io.joulebook.collector.json.JsonFields;
import io.joulebook.collector.json.JsonLine;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.json.JSONObject;

/**
 * What waited for a price when a JVM ended, for the one that comes after it. It is written when the
 * JVM ends in order, and taken once: a JVM that is killed leaves none, so that nothing is ever
 * counted by two.
 */
final class WaitingFile {
  private static final String NAME = "waiting.jsonl";
  private static final long MOST_BYTES = 64L << 20;

  private WaitingFile() {}

  static void write(Path folder, Zone zone, EmissionMethod method, List<UnpricedEnergy> all)
      throws IOException {
    StringBuilder lines = text(others(folder, zone, method));
    for (UnpricedEnergy each : all) {
      JsonLine line =
          new JsonLine()
              .open()
              .put("zone", zone.code())
              .put("method", method.toString())
              .put("bucket", each.bucket().toString())
              .put("microjoules", each.micros())
              .openObject("owner");
      each.owner().forEach(line::put);
      lines.append(line.close().close().line());
    }
    replace(folder, lines);
  }

  /**
   * What the file has of this zone and method; that is gone then, and what others left stays.
   *
   * @throws IOException if it cannot be read and deleted; then nothing is taken
   */
  static List<UnpricedEnergy> take(Path folder, Zone zone, EmissionMethod method)
      throws IOException {
    List<String> others = new ArrayList<>();
    List<UnpricedEnergy> all = new ArrayList<>();
    for (String line : lines(folder)) {
      Optional<UnpricedEnergy> ours = read(line, zone, method);
      ours.ifPresentOrElse(all::add, () -> others.add(line));
    }
    if (others.isEmpty()) {
      Files.deleteIfExists(folder.resolve(NAME));
    } else if (!all.isEmpty()) {
      replace(folder, text(others));
    }
    return all;
  }

  // What cannot be read has been told of when it was to be taken, and is given up.
  private static List<String> others(Path folder, Zone zone, EmissionMethod method) {
    try {
      return lines(folder).stream().filter(line -> read(line, zone, method).isEmpty()).toList();
    } catch (IOException unreadable) {
      return List.of();
    }
  }

  private static List<String> lines(Path folder) throws IOException {
    Path file = folder.resolve(NAME);
    if (!Files.exists(file)) {
      return List.of();
    }
    if (Files.size(HistoryFile.regular(file)) > MOST_BYTES) {
      throw new FileSystemException(file.toString(), null, "is too large");
    }
    try {
      return Files.readAllLines(file, StandardCharsets.US_ASCII);
    } catch (CharacterCodingException e) {
      throw new FileSystemException(file.toString(), null, "is damaged");
    }
  }

  private static StringBuilder text(List<String> lines) {
    StringBuilder text = new StringBuilder();
    lines.forEach(line -> text.append(line).append('\n'));
    return text;
  }

  private static void replace(Path folder, CharSequence lines) throws IOException {
    Path part = HistoryFile.regular(folder.resolve(NAME + ".part"));
    Files.writeString(part, lines, StandardCharsets.US_ASCII);
    Files.move(part, folder.resolve(NAME), StandardCopyOption.REPLACE_EXISTING);
  }

  // A line that cannot be read is of another version.
  private static Optional<UnpricedEnergy> read(String line, Zone zone, EmissionMethod method) {
    try {
      JsonFields fields = JsonFields.of(line);
      boolean same =
          fields.text("zone").equals(zone.code())
              && fields.text("method").equals(method.toString());
      return same ? Optional.of(waiting(fields)) : Optional.empty();
    } catch (RuntimeException ofAnotherVersion) {
      return Optional.empty();
    }
  }

  private static UnpricedEnergy waiting(JsonFields fields) {
    JSONObject owner = fields.json().getJSONObject("owner");
    Map<String, String> labels = new HashMap<>();
    owner.keySet().forEach(key -> labels.put(key, owner.getString(key)));
    return new UnpricedEnergy(fields.time("bucket"), fields.number("microjoules"), labels);
  }
}
