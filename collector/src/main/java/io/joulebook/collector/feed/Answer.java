package io.joulebook.collector.feed;

/** What came back from an HTTP request. */
sealed interface Answer {
  /**
   * The body of a response with status 200.
   *
   * @param json a {@link org.json.JSONObject} or a {@link org.json.JSONArray}
   * @param sha256 its hash, in lower-case hexadecimal
   */
  record Body(Object json, String sha256) implements Answer {}

  /** No such body; the outcome says why. */
  record None(Outcome outcome) implements Answer {}
}
