package io.joulebook.agent.whole;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import java.util.zip.CRC32C;

/** A folder of history as anybody may read it: lines of JSON with a checksum each. */
final class HistoryFolder {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String CHECKSUM = ",\"crc32c\":\"";

  private final Path folder;

  HistoryFolder(Path folder) {
    this.folder = folder;
  }

  Path path() {
    return folder;
  }

  /** The files of months, in order. */
  List<Path> files() throws IOException {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .filter(file -> file.getFileName().toString().matches("[^w].*\\.jsonl")) // waiting.jsonl
          .sorted()
          .toList();
    }
  }

  /** What the run before left to be priced. */
  Path waiting() {
    return folder.resolve("waiting.jsonl");
  }

  /** Its whole lines, each with the checksum that it says it has. */
  List<JsonNode> lines() throws IOException {
    List<JsonNode> lines = new ArrayList<>();
    for (Path file : files()) {
      String text = Files.readString(file, StandardCharsets.US_ASCII);
      for (String line : wholeLines(text)) {
        lines.add(checked(line));
      }
    }
    return lines;
  }

  /** The lines of a file that may be growing, without one whose end is still to come. */
  static List<String> wholeLines(String text) {
    return text.substring(0, text.lastIndexOf('\n') + 1).lines().toList();
  }

  private static JsonNode checked(String line) throws IOException {
    int end = line.lastIndexOf(CHECKSUM);
    CRC32C sum = new CRC32C();
    sum.update(line.substring(0, end).getBytes(StandardCharsets.US_ASCII));
    String tail = CHECKSUM + String.format(Locale.ROOT, "%08x", sum.getValue()) + "\"}";
    if (!line.substring(end).equals(tail)) {
      throw new AssertionError("checksum is not " + tail + " in " + line);
    }
    return JSON.readTree(line);
  }

  /** The prices decided so far. */
  List<JsonNode> prices() throws IOException {
    return lines().stream().filter(HistoryFolder::isPrice).toList();
  }

  static boolean isPrice(JsonNode line) {
    return line.get("type").textValue().equals("price");
  }

  /** Whether a price of that tier has been decided. */
  boolean hasPriced(String tier) throws IOException {
    return prices().stream().anyMatch(line -> line.path("tier").asText().equals(tier));
  }
}
