package io.joulebook.collector.report;

/** What inference cost in a period, for people and for machines. Immutable. */
public final class Report {
  private final ReportData findings;

  private Report(ReportData findings) {
    this.findings = findings;
  }

  /**
   * Reads the receipts and the history, line by line, and computes.
   *
   * @throws ReportException if a file cannot be read, or the period is too long
   */
  public static Report of(ReportRequest request) throws ReportException {
    return new Report(ReportData.of(request));
  }

  /** The report as plain text, at most 120 columns wide. */
  public String text() {
    return TextReport.of(findings);
  }

  /** The report as one line of JSON; docs/carbon.md lists the keys. */
  public String json() {
    return JsonReport.of(findings);
  }
}
