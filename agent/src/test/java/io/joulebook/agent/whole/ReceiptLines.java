package io.joulebook.agent.whole;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Reads the receipts of a file, which has statements too. */
final class ReceiptLines {
  private ReceiptLines() {}

  static List<JsonNode> read(Path file) throws IOException {
    ObjectMapper json = new ObjectMapper();
    List<JsonNode> receipts = new ArrayList<>();
    for (String line : Files.readAllLines(file)) {
      boolean whole = line.endsWith("}"); // the last one may still be being written
      JsonNode entry = whole ? json.readTree(line) : json.createObjectNode();
      if (entry.path("type").asText().equals("receipt")) {
        receipts.add(entry);
      }
    }
    return receipts;
  }
}
