package io.joulebook.collector.report;

/** A report cannot be made; the message is one line that says which file or value, and why. */
public final class ReportException extends Exception {
  private static final long serialVersionUID = 1L;

  ReportException(String message) {
    super(message);
  }
}
