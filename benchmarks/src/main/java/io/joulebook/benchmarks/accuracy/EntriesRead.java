package io.joulebook.benchmarks.accuracy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The agent's file of receipts and statements, read. */
final class EntriesRead {
  private static final double JOULES_PER_MICROJOULE = 1e-6;

  private final List<Anchor> clocks;
  private final List<Billed> receipts = new ArrayList<>();
  private final Map<String, Stated> statements = new LinkedHashMap<>();

  private EntriesRead(List<Anchor> clocks) {
    this.clocks = clocks;
  }

  static EntriesRead read(Path file, List<Anchor> clocks) throws IOException {
    EntriesRead books = new EntriesRead(clocks);
    ObjectMapper json = new ObjectMapper();
    try (BufferedReader lines = Files.newBufferedReader(file)) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        books.take(json.readTree(line));
      }
    }
    return books;
  }

  private void take(JsonNode entry) {
    if (entry.path("type").asText().equals("receipt")) {
      receipts.add(receipt(entry));
    } else if (entry.path("type").asText().equals("statement")) {
      Stated stated = statement(entry);
      statements.merge(stated.device(), stated, Stated::plus);
    }
  }

  private Billed receipt(JsonNode entry) {
    long active = 0;
    long base = 0;
    long uncertainty = 0;
    for (JsonNode charge : entry.path("charges")) {
      active += charge.path("activeMicrojoules").longValue();
      base += charge.path("baseMicrojoules").longValue();
      uncertainty += charge.path("uncertaintyMicrojoules").longValue();
    }
    return new Billed(
        entry.path("model").asText(),
        time(entry, "start"),
        entry.path("durationNanos").longValue(),
        active * JOULES_PER_MICROJOULE,
        base * JOULES_PER_MICROJOULE,
        uncertainty * JOULES_PER_MICROJOULE,
        entry.path("quality").asText());
  }

  private Stated statement(JsonNode entry) {
    JsonNode accounts = entry.path("accounts");
    return new Stated(
        entry.path("device").asText(),
        time(entry, "from"),
        time(entry, "to"),
        entry.path("measuredMicrojoules").longValue(),
        accounts.path("idle").longValue(),
        accounts.path("unattributed").longValue(),
        Math.abs(entry.path("residualMicrojoules").longValue()));
  }

  private long time(JsonNode entry, String key) {
    return Anchor.monotonic(clocks, Instant.parse(entry.path(key).asText()));
  }

  List<Billed> receipts() {
    return receipts;
  }

  /** One per device. */
  List<Stated> statements() {
    return List.copyOf(statements.values());
  }
}
