package io.joulebook.collector.feed.vendor;

import io.joulebook.collector.feed.IntensityReading;
import io.joulebook.collector.feed.InvalidReadingException;
import io.joulebook.collector.feed.Rejection;
import io.joulebook.collector.grid.RecordKind;
import io.joulebook.collector.grid.Zone;
import io.joulebook.collector.json.Pointer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.json.JSONArray;
import org.json.JSONObject;
import org.jspecify.annotations.Nullable;

/**
 * Where in an answer the readings stand.
 *
 * @param values the list of values, or the one value's object
 * @param from where in a value its begin stands
 * @param to where in a value its end stands, if it does
 * @param resolution how long intervals are, if it does not
 * @param value where in a value its number stands
 * @param estimated where in a value it stands that it is an estimate
 * @param zone where in a value, or else in the whole answer, the zone stands
 */
record HttpJsonReader(
    Pointer values,
    Pointer from,
    Optional<Pointer> to,
    Duration resolution,
    Pointer value,
    Optional<Pointer> estimated,
    Optional<Pointer> zone) {
  /** The readings in an answer of a zone. */
  List<IntensityReading> read(Object json, Zone asked) throws InvalidReadingException {
    List<IntensityReading> readings = new ArrayList<>();
    for (Object row : rows(values.in(json))) {
      checkZone(json, row, asked);
      readings.add(reading(row));
    }
    return readings;
  }

  private static Iterable<Object> rows(@Nullable Object found) throws InvalidReadingException {
    if (found instanceof JSONArray list) {
      return list;
    }
    if (found instanceof JSONObject single) {
      return List.of(single);
    }
    throw new InvalidReadingException(Rejection.SHAPE);
  }

  private void checkZone(Object json, Object row, Zone asked) throws InvalidReadingException {
    if (zone.isPresent()) {
      Object ofRow = zone.get().in(row);
      Object echoed = ofRow == null ? zone.get().in(json) : ofRow;
      if (!asked.code().equals(echoed)) {
        throw new InvalidReadingException(Rejection.ZONE);
      }
    }
  }

  private IntensityReading reading(Object row) throws InvalidReadingException {
    Instant begin = Fields.time(from.in(row));
    Instant end = to.isPresent() ? Fields.time(to.get().in(row)) : begin.plus(resolution);
    return IntensityReading.from(begin, kind(row), value.in(row)).until(end);
  }

  private RecordKind kind(Object row) throws InvalidReadingException {
    return estimated.isPresent()
        ? Fields.estimated(estimated.get().in(row), RecordKind.ESTIMATED)
        : RecordKind.ACTUAL;
  }
}
