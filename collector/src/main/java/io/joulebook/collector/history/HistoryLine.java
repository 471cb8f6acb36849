package io.joulebook.collector.history;

import io.joulebook.collector.grid.Basis;
import io.joulebook.collector.grid.Decision;
import io.joulebook.collector.grid.FeedName;
import io.joulebook.collector.grid.GridIntensity;
import io.joulebook.collector.grid.IntensityRecord;
import io.joulebook.collector.grid.Kind;
import io.joulebook.collector.grid.Method;
import io.joulebook.collector.grid.Quote;
import io.joulebook.collector.grid.Quote.Price;
import io.joulebook.collector.grid.Quote.Unpriced;
import io.joulebook.collector.grid.Signal;
import io.joulebook.collector.grid.Tier;
import io.joulebook.collector.grid.Zone;
import io.joulebook.collector.json.Json;
import io.joulebook.collector.json.JsonLine;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.zip.CRC32C;
import org.json.JSONException;
import org.json.JSONObject;

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

  private static JsonLine put(JsonLine line, Zone zone, Method method) {
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
      byte[] bytes = line.getBytes(StandardCharsets.UTF_8);
      JSONObject json = (JSONObject) Json.parse(ByteBuffer.wrap(bytes));
      return json.getInt("v") > VERSION ? new Read.Newer() : new Read.Whole(entry(json));
    } catch (JSONException | DateTimeException | IllegalArgumentException e) {
      return new Read.Damaged();
    }
  }

  private static Entry entry(JSONObject json) {
    return switch (json.getString("type")) {
      case "intensity" -> new Entry.Known(known(json));
      case "price" -> new Entry.Priced(zone(json), method(json), decision(json));
      default -> throw new IllegalArgumentException("unknown type");
    };
  }

  private static IntensityRecord known(JSONObject json) {
    return new IntensityRecord(
        FeedName.parse(json.getString("feed")),
        zone(json),
        time(json, "from"),
        time(json, "to"),
        time(json, "knownAt"),
        labelled(Kind.values(), Kind::label, json.getString("kind")),
        method(json),
        intensity(json),
        json.getString("sourceValue"),
        json.getString("sourceUnit"),
        text(json, "updatedAt").map(Instant::parse),
        text(json, "model"),
        json.getString("bodySha256"));
  }

  private static Decision decision(JSONObject json) {
    return new Decision(time(json, "bucket"), time(json, "decidedAt"), quote(json));
  }

  private static Quote quote(JSONObject json) {
    if (json.has("reason")) {
      return new Unpriced(
          labelled(Quote.Reason.values(), Quote.Reason::label, json.getString("reason")));
    }
    return new Price(
        intensity(json),
        json.getString("zone"),
        json.getString("feed"),
        method(json),
        labelled(Tier.values(), Tier::label, json.getString("tier")));
  }

  private static GridIntensity intensity(JSONObject json) {
    return GridIntensity.ofMilligramsPerKwh(json.getLong("milligramsPerKwh"));
  }

  private static Zone zone(JSONObject json) {
    return new Zone(json.getString("zone"));
  }

  private static Method method(JSONObject json) {
    return new Method(
        labelled(Signal.values(), Signal::label, json.getString("signal")),
        labelled(Basis.values(), Basis::label, json.getString("basis")));
  }

  private static Instant time(JSONObject json, String key) {
    return Instant.parse(json.getString(key));
  }

  private static Optional<String> text(JSONObject json, String key) {
    return json.has(key) ? Optional.of(json.getString(key)) : Optional.empty();
  }

  private static <E> E labelled(E[] values, Function<E, String> label, String text) {
    return Arrays.stream(values)
        .filter(value -> label.apply(value).equals(text))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("unknown label"));
  }
}
