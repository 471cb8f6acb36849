package io.joulebook.benchmarks.device;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What was found out about a card: a table for people, JSON to send to us. Neither has a UUID, a
 * serial number, a PCI address, a host's name or a process id in it.
 *
 * @param card the product's name
 * @param driver its version
 * @param isFake whether it is a fake GPU, whose figures say nothing of real ones
 * @param seconds how long the check was to take
 */
record Report(String card, String driver, boolean isFake, long seconds, List<Row> rows) {
  private static final String FORMAT = "joulebook-device-1";

  boolean hasAny() {
    return rows.stream().anyMatch(Row::isMeasured);
  }

  String table() {
    StringBuilder table = new StringBuilder();
    if (isFake) {
      table.append("**A fake GPU: these figures say nothing of a real card.**\n\n");
    }
    table
        .append(card)
        .append(", driver ")
        .append(driver)
        .append(", ")
        .append(LocalDate.now(ZoneOffset.UTC))
        .append(", ")
        .append(seconds)
        .append(" s\n\n| what | measured |\n| --- | --- |\n");
    rows.forEach(
        row ->
            table
                .append("| ")
                .append(row.figure().title())
                .append(" | ")
                .append(row.text())
                .append(" |\n"));
    return table.toString();
  }

  String json() {
    Map<String, Object> all = new LinkedHashMap<>();
    all.put("format", FORMAT);
    all.put("fake", isFake);
    all.put("card", card);
    all.put("driver", driver);
    all.put("java", Runtime.version().feature());
    all.put("date", LocalDate.now(ZoneOffset.UTC).toString());
    all.put("seconds", seconds);
    Map<String, Object> figures = new LinkedHashMap<>();
    rows.forEach(row -> figures.put(row.figure().key(), row.values()));
    all.put("rows", figures);
    try {
      return new ObjectMapper()
          .writer()
          .with(SerializationFeature.INDENT_OUTPUT)
          .with(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
          .writeValueAsString(all);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }
}
