package io.joulebook.collector.feed.vendor;

import io.joulebook.collector.feed.IntensityReading;
import io.joulebook.collector.feed.InvalidReadingException;
import io.joulebook.collector.feed.Rejection;
import io.joulebook.collector.grid.RecordKind;
import io.joulebook.collector.json.Json;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import org.json.JSONException;
import org.json.JSONObject;
import org.jspecify.annotations.Nullable;

/**
 * Reads the file of the feed {@code file}: CSV with the header {@code from,to,g_per_kwh} or {@code
 * from,to,g_per_kwh,kind}, or a JSON list of objects with {@code from}, {@code to}, {@code gPerKwh}
 * and perhaps {@code kind}. Times have an offset or a Z.
 */
final class FileRows {
  private static final String HEADER = "from,to,g_per_kwh";
  private static final Pattern NUMBER =
      Pattern.compile("-?[0-9]{1,15}(\\.[0-9]{1,15})?([eE][+-]?[0-9]{1,3})?");

  private FileRows() {}

  static List<IntensityReading> read(ByteBuffer file) throws InvalidReadingException {
    ByteBuffer utf8 = withoutMark(file);
    String text = decode(utf8);
    return text.stripLeading().startsWith("[") ? json(utf8) : csv(text);
  }

  // Spreadsheets begin a file of UTF-8 with a byte order mark.
  private static ByteBuffer withoutMark(ByteBuffer file) {
    ByteBuffer utf8 = file.duplicate();
    if (utf8.remaining() >= 3
        && (utf8.get(0) & 0xff) == 0xef
        && (utf8.get(1) & 0xff) == 0xbb
        && (utf8.get(2) & 0xff) == 0xbf) {
      utf8.position(3);
    }
    return utf8.slice();
  }

  private static String decode(ByteBuffer utf8) throws InvalidReadingException {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(utf8.duplicate()).toString();
    } catch (CharacterCodingException e) {
      throw new InvalidReadingException(Rejection.ENCODING);
    }
  }

  private static List<IntensityReading> json(ByteBuffer utf8) throws InvalidReadingException {
    List<IntensityReading> readings = new ArrayList<>();
    for (JSONObject row : Fields.rows(parse(utf8))) {
      Object kind = Fields.value(row, "kind");
      readings.add(
          IntensityReading.from(Fields.time(row, "from"), kind(kind), Fields.value(row, "gPerKwh"))
              .until(Fields.time(row, "to")));
    }
    return readings;
  }

  private static Object parse(ByteBuffer utf8) throws InvalidReadingException {
    try {
      return Json.parse(utf8.duplicate());
    } catch (JSONException e) {
      throw new InvalidReadingException(Rejection.NOT_JSON);
    }
  }

  // A last line without its end is half a line: 21 of 216.
  private static List<IntensityReading> csv(String text) throws InvalidReadingException {
    if (!text.endsWith("\n")) {
      throw new InvalidReadingException(Rejection.SHAPE);
    }
    List<String> lines = text.lines().toList();
    String header = lines.get(0);
    if (!header.equals(HEADER) && !header.equals(HEADER + ",kind")) {
      throw new InvalidReadingException(Rejection.SHAPE);
    }
    int columns = header.split(",", -1).length;
    List<IntensityReading> readings = new ArrayList<>();
    for (String line : lines.subList(1, lines.size())) {
      readings.add(reading(line.split(",", -1), columns));
    }
    return readings;
  }

  private static IntensityReading reading(String[] cells, int columns)
      throws InvalidReadingException {
    if (cells.length != columns) {
      throw new InvalidReadingException(Rejection.SHAPE);
    }
    RecordKind kind = kind(columns > 3 && !cells[3].isEmpty() ? cells[3] : null);
    return IntensityReading.from(Fields.time(cells[0]), kind, number(cells[2]))
        .until(Fields.time(cells[1]));
  }

  private static @Nullable Object number(String cell) {
    if (cell.isEmpty()) {
      return null;
    }
    return NUMBER.matcher(cell).matches() ? new BigDecimal(cell) : cell;
  }

  private static RecordKind kind(@Nullable Object label) throws InvalidReadingException {
    if (label == null) {
      return RecordKind.ACTUAL;
    }
    return Arrays.stream(RecordKind.values())
        .filter(kind -> kind.label().equals(label))
        .findFirst()
        .orElseThrow(() -> new InvalidReadingException(Rejection.SHAPE));
  }
}
