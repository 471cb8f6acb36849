package io.joulebook.collector.history;

import io.joulebook.collector.carbon.UnpricedEnergy;
import io.joulebook.collector.grid.EmissionMethod;
import io.joulebook.collector.grid.Zone;
import io.joulebook.collector.json.JsonFields;
import io.joulebook.collector.json.JsonLine;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
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

  private WaitingFile() {}

  static void write(Path folder, Zone zone, EmissionMethod method, List<UnpricedEnergy> all)
      throws IOException {
    StringBuilder lines = new StringBuilder();
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
    Path part = HistoryFile.regular(folder.resolve(NAME + ".part"));
    Files.writeString(part, lines, StandardCharsets.US_ASCII);
    Files.move(part, folder.resolve(NAME), StandardCopyOption.REPLACE_EXISTING);
  }

  /**
   * What the file has of this zone and method; it is gone then.
   *
   * @throws IOException if it cannot be read and deleted; then nothing is taken
   */
  static List<UnpricedEnergy> take(Path folder, Zone zone, EmissionMethod method)
      throws IOException {
    Path file = folder.resolve(NAME);
    if (!Files.exists(file)) {
      return List.of();
    }
    List<String> lines = Files.readAllLines(HistoryFile.regular(file), StandardCharsets.US_ASCII);
    Files.delete(file);
    List<UnpricedEnergy> all = new ArrayList<>();
    lines.forEach(line -> read(line, zone, method).ifPresent(all::add));
    return all;
  }

  // The file is whole or not there: a line that cannot be read is of another version.
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
