package io.joulebook.collector.feed;

/** Thrown where an answer turns out to be none; it never leaves the package. */
public final class InvalidReadingException extends Exception {
  private static final long serialVersionUID = 1L;

  private final Rejection why;

  public InvalidReadingException(Rejection why) {
    super(why.label(), null, false, false);
    this.why = why;
  }

  public Rejection why() {
    return why;
  }
}
