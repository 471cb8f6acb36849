package io.joulebook.agent.config;

/** A YAML text is not as it must be: where, and what, without a word of the text itself. */
final class YamlException extends Exception {
  private static final long serialVersionUID = 1L;

  private final String place;
  private final String what;

  /**
   * Made of what may be shown.
   *
   * @param place {@code , line L, column C}, or empty
   */
  YamlException(String place, String what) {
    super(place + " " + what);
    this.place = place;
    this.what = what;
  }

  String place() {
    return place;
  }

  String what() {
    return what;
  }
}
