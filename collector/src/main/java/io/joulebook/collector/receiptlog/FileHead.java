package io.joulebook.collector.receiptlog;

import java.time.Instant;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What stands at the begin of a file of receipts, and again where a JVM goes on with it: what an
 * auditor needs to know of whoever wrote the lines below.
 *
 * @param format the version of the format of the lines; {@link #FORMAT} when written by this build
 * @param version the version of the build
 * @param run tells one run of a JVM from another
 * @param at when it was written
 * @param configuration settings that differ from their default, by key; never a secret
 * @param price the yearly intensity that prices energy where no live feed does
 */
public record FileHead(
    long format,
    String version,
    String run,
    Instant at,
    Map<String, String> configuration,
    Optional<TablePrice> price) {
  /** The version of the format that this build writes. */
  public static final long FORMAT = 1;

  public FileHead {
    configuration = Collections.unmodifiableMap(new TreeMap<>(configuration));
  }

  /** The same, written at another time. */
  public FileHead at(Instant other) {
    return new FileHead(format, version, run, other, configuration, price);
  }

  /**
   * A row of the yearly table.
   *
   * @param zone the zone it is asked for
   * @param row the zone whose row it is: the zone itself, its country or the world
   * @param year the year it is of
   * @param milligramsPerKwh the intensity in mg/kWh
   * @param table the release of the table
   */
  public record TablePrice(
      String zone, String row, int year, long milligramsPerKwh, String table) {}
}
