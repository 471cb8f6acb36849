package io.joulebook.collector.feed;

import java.util.List;

/** Reads what a feed's answer says. */
interface AnswerReader {
  /**
   * The readings in an answer, in its order.
   *
   * @param json a {@link org.json.JSONObject} or a {@link org.json.JSONArray}
   * @throws Refused if that is not an answer of this feed to what it was asked
   */
  List<Reading> read(Object json) throws Refused;

  /** How asking went, by what came back and by what this reader says of it. */
  default Outcome outcome(Answer answer) {
    if (answer instanceof Answer.Body body) {
      return outcome(body);
    }
    return ((Answer.None) answer).outcome();
  }

  private Outcome outcome(Answer.Body body) {
    try {
      List<Reading> readings = read(body.json());
      return readings.isEmpty()
          ? new Outcome.NoData()
          : new Outcome.Answered(readings, body.sha256());
    } catch (Refused e) {
      return new Outcome.Malformed(e.why());
    }
  }
}
