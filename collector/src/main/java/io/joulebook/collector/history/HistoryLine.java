package io.joulebook.collector.history;

import io.joulebook.collector.grid.Basis;
import io.joulebook.collector.grid.Decision;
import io.joulebook.collector.grid.EmissionMethod;
import io.joulebook.collector.grid.FeedName;
import io.joulebook.collector.grid.GridIntensity;
import io.joulebook.collector.grid.IntensityRecord;
import io.joulebook.collector.grid.IntensityResult;
import io.joulebook.collector.grid.IntensityResult.Price;
import io.joulebook.collector.grid.IntensityResult.Unpriced;
import io.joulebook.collector.grid.RecordKind;
import io.joulebook.collector.grid.Signal;
import io.joulebook.collector.grid.Tier;
import io.joulebook.collector.grid.Zone;
import io.joulebook.collector.json.JsonFields;
import io.joulebook.collector.json.JsonLine;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Locale;
import java.util.zip.CRC32C;
import org.json.JSONException;

/**
 * An entry as a line: JSON in ASCII, its version first and a checksum of all before it last.
 * docs/carbon.md lists the keys.
 */
final class HistoryLine {
  private static final int VERSION = 1;
  private static final String CHECKSUM = ",\"crc32c\":\"";
  private static final int CHECKSUM_LENGTH = CHECKSUM.length() + 8 + "\"}".length();

  private HistoryLine() {}

  /** What a line turned out to be. */
  sealed interface Read {
    /** An entry. */
    record Whole(Entry entry) implements Read {}

    /** Whole, but written by a version that knows more. */
    record Newer() implements Read {}

    /** Not what was written. */
    record Damaged() implements Read {}
  }

  // ---- writing

  /** The line of an entry, its end included. */
  static String write(Entry entry) {
    JsonLine line = new JsonLine().open().put("v", VERSION);
    if (entry instanceof Entry.Known known) {
      write(line, known.record());
    } else if (entry instanceof Entry.Priced priced) {
      write(line, priced);
    }
    String body = line.text();
    return body + CHECKSUM + checksum(body) + "\"}\n";
  }

  private static void write(JsonLine line, IntensityRecord record) {
    put(line.put("type", "intensity"), record.zone(), record.method())
        .put("knownAt", record.knownAt().toString())
        .put("feed", record.feed().toString())
        .put("from", record.from().toString())
        .put("to", record.to().toString())
        .put("kind", record.kind().label())
        .put("milligramsPerKwh", record.intensity().milligramsPerKwh())
        .put("sourceValue", record.sourceValue())
        .put("sourceUnit", record.sourceUnit())
        .put("updatedAt", record.updatedAt().map(Instant::toString))
        .put("model", record.model())
        .put("bodySha256", record.bodySha256());
  }

  private static void write(JsonLine line, Entry.Priced priced) {
    put(line.put("type", "price"), priced.zone(), priced.method())
        .put("decidedAt", priced.decision().at().toString())
        .put("bucket", priced.decision().bucket().toString());
    if (priced.decision().quote() instanceof Price price) {
      line.put("tier", price.tier().label())
          .put("feed", price.feed())
          .put("milligramsPerKwh", price.intensity().milligramsPerKwh());
    } else if (priced.decision().quote() instanceof Unpriced without) {
      line.put("reason", without.reason().label());
    }
  }

  private static JsonLine put(JsonLine line, Zone zone, EmissionMethod method) {
    return line.put("zone", zone.code())
        .put("signal", method.signal().label())
        .put("basis", method.basis().label());
  }

  private static String checksum(String text) {
    CRC32C sum = new CRC32C();
    sum.update(text.getBytes(StandardCharsets.US_ASCII));
    return String.format(Locale.ROOT, "%08x", sum.getValue());
  }

  // ---- reading

  /** Reads a line, without its end. Never throws. */
  static Read read(String line) {
    int end = line.length() - CHECKSUM_LENGTH;
    if (end < 0
        || !line.substring(end).equals(CHECKSUM + checksum(line.substring(0, end)) + "\"}")) {
      return new Read.Damaged();
    }
    try {
      JsonFields fields = JsonFields.of(line);
      return fields.number("v") > VERSION ? new Read.Newer() : new Read.Whole(entry(fields));
    } catch (JSONException | DateTimeException | IllegalArgumentException e) {
      return new Read.Damaged();
    }
  }

  private static Entry entry(JsonFields fields) {
    return switch (fields.text("type")) {
      case "intensity" -> new Entry.Known(known(fields));
      case "price" -> new Entry.Priced(zone(fields), method(fields), decision(fields));
      default -> throw new IllegalArgumentException("unknown type");
    };
  }

  private static IntensityRecord known(JsonFields fields) {
    return new IntensityRecord(
        new FeedName(fields.text("feed")),
        zone(fields),
        fields.time("from"),
        fields.time("to"),
        fields.time("knownAt"),
        fields.labelled("kind", RecordKind.values(), RecordKind::label),
        method(fields),
        intensity(fields),
        fields.text("sourceValue"),
        fields.text("sourceUnit"),
        fields.optionalText("updatedAt").map(Instant::parse),
        fields.optionalText("model"),
        fields.text("bodySha256"));
  }

  private static Decision decision(JsonFields fields) {
    return new Decision(fields.time("bucket"), fields.time("decidedAt"), quote(fields));
  }

  private static IntensityResult quote(JsonFields fields) {
    if (fields.optionalText("reason").isPresent()) {
      return new Unpriced(
          fields.labelled(
              "reason", IntensityResult.Reason.values(), IntensityResult.Reason::label));
    }
    return new Price(
        intensity(fields),
        fields.text("zone"),
        fields.text("feed"),
        method(fields),
        fields.labelled("tier", Tier.values(), Tier::label));
  }

  private static GridIntensity intensity(JsonFields fields) {
    return GridIntensity.ofMilligramsPerKwh(fields.number("milligramsPerKwh"));
  }

  private static Zone zone(JsonFields fields) {
    return new Zone(fields.text("zone"));
  }

  private static EmissionMethod method(JsonFields fields) {
    return new EmissionMethod(
        fields.labelled("signal", Signal.values(), Signal::label),
        fields.labelled("basis", Basis.values(), Basis::label));
  }
}
