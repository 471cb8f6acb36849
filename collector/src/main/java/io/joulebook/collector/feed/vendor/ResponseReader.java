package io.joulebook.collector.feed.vendor;

import io.joulebook.collector.feed.FetchOutcome;
import io.joulebook.collector.feed.IntensityReading;
import io.joulebook.collector.feed.InvalidReadingException;
import io.joulebook.collector.feed.http.JsonBody;
import java.util.List;

/** Reads what a feed's answer says. */
interface ResponseReader {
  /**
   * The readings in an answer, in its order.
   *
   * @param json a {@link org.json.JSONObject} or a {@link org.json.JSONArray}
   * @throws InvalidReadingException if that is not an answer of this feed to what it was asked
   */
  List<IntensityReading> read(Object json) throws InvalidReadingException;

  /** How asking went, by what came back and by what this reader says of it. */
  default FetchOutcome outcome(JsonBody answer) {
    if (answer instanceof JsonBody.Body body) {
      return outcome(body);
    }
    return ((JsonBody.None) answer).outcome();
  }

  private FetchOutcome outcome(JsonBody.Body body) {
    try {
      List<IntensityReading> readings = read(body.json());
      return readings.isEmpty()
          ? new FetchOutcome.NoData()
          : new FetchOutcome.Answered(readings, body.sha256());
    } catch (InvalidReadingException e) {
      return new FetchOutcome.Malformed(e.why());
    }
  }
}
