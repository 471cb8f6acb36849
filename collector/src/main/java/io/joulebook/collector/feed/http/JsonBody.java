package io.joulebook.collector.feed.http;

import io.joulebook.collector.feed.FetchOutcome;

/** What came back from an HTTP request. */
public sealed interface JsonBody {
  /**
   * The body of a response with status 200.
   *
   * @param json a {@link org.json.JSONObject} or a {@link org.json.JSONArray}
   * @param sha256 its hash, in lower-case hexadecimal
   */
  record Body(Object json, String sha256) implements JsonBody {}

  /** No such body; the outcome says why. */
  record None(FetchOutcome outcome) implements JsonBody {}
}
