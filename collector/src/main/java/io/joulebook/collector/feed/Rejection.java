package io.joulebook.collector.feed;

/** Why an answer, or one reading of it, was not taken. */
public enum Rejection {
  /** Its address is not one that may be asked; nothing was sent. */
  ADDRESS("address"),
  /** A status that is neither 200 nor one that has an outcome of its own. */
  STATUS("status"),
  /** It sends us elsewhere; we do not follow, for our key would go along. */
  REDIRECT("redirect"),
  CONTENT_TYPE("content_type"),
  /** It is compressed, though nobody asked for that. */
  ENCODING("encoding"),
  /** More than a mebibyte. */
  TOO_LARGE("too_large"),
  /** Not JSON, or not strictly. */
  NOT_JSON("not_json"),
  /** JSON that lacks what an answer of this feed has. */
  SHAPE("shape"),
  /** The value is missing or null: that is no intensity of 0. */
  NO_VALUE("no_value"),
  /** The value is no number. */
  NOT_A_NUMBER("not_a_number"),
  /** The value is not above 0 and at most 2000 g/kWh. */
  OUT_OF_RANGE("out_of_range"),
  /** Its unit is another than the feed's. */
  UNIT("unit"),
  /** It is of another signal or basis than was asked for. */
  METHOD("method"),
  /** It is of another zone than was asked for. */
  ZONE("zone"),
  /** A time of it cannot be read. */
  TIME("time"),
  /** Its interval is reversed, of a length that the feed does not have, or off the five minutes. */
  INTERVAL("interval"),
  /** Its intervals overlap, or one comes twice with different values. */
  OVERLAP("overlap"),
  /** It speaks of a time that has not come, and not of a forecast. */
  FUTURE("future"),
  /** It is far from what the zone has in a year. */
  IMPLAUSIBLE("implausible");

  private final String label;

  Rejection(String label) {
    this.label = label;
  }

  /** The value of the metric label {@code reason}. */
  String label() {
    return label;
  }
}
