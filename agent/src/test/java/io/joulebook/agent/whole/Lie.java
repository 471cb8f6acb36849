package io.joulebook.agent.whole;

/** Something untrue that a feed may say, and what it has to be counted as. */
enum Lie {
  NULL("no_value", "null"),
  OTHER_ZONE("zone"),
  ZERO("out_of_range", "0"),
  PAGE("content_type"),
  TEXT("not_a_number", "\"216\""),
  PAGE_CALLED_JSON("not_json"),
  HUGE("out_of_range", "99999"),
  NAN("not_json"),
  KILOGRAMS("implausible", "0.216"),
  ELSEWHERE("redirect"),
  IN_THREE_HOURS("future"),
  TEAPOT("status"),
  CROOKED("interval"),
  COMPRESSED("encoding"),
  TWICE("overlap"),
  LARGE("too_large"),
  NEGATIVE("out_of_range", "-216"),
  NO_LIST("shape"),
  NOTHING("no_value"),
  NO_TIME("time");

  private final String reason;
  private final String value;

  Lie(String reason) {
    this(reason, "333.333");
  }

  Lie(String reason, String value) {
    this.reason = reason;
    this.value = value;
  }

  /** The value of the metric label {@code reason} that it has to be counted with. */
  String reason() {
    return reason;
  }

  /** The value to give for an intensity, as it stands in JSON. */
  String value() {
    return value;
  }

  /** How often it is counted: of two readings that contradict each other, both are refused. */
  int readings() {
    return this == TWICE ? 2 : 1;
  }
}
