package io.joulebook.collector.feed;

/** Thrown where an answer turns out to be none; it never leaves the package. */
final class InvalidReadingException extends Exception {
  private static final long serialVersionUID = 1L;

  private final Rejection why;

  InvalidReadingException(Rejection why) {
    super(why.label(), null, false, false);
    this.why = why;
  }

  Rejection why() {
    return why;
  }
}
