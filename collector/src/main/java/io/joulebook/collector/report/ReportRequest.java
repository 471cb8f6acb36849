package io.joulebook.collector.report;

import io.joulebook.collector.carbon.Footprint;
import io.joulebook.collector.carbon.Pue;
import io.joulebook.collector.feed.vendor.GridSettings;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What a report is asked to be of.
 *
 * @param version the version of the build
 * @param receipts the files of receipts and statements: paths, folders, patterns with wildcards
 * @param grid what prices energy; tokens and URLs are not needed
 * @param pue the facility factor; if absent, 1, and the report says that it is assumed
 * @param footprint what is counted beside the electricity of use
 * @param from begin of the period; if absent, that of the first entry
 * @param to end of the period, not in it; if absent, all there is
 * @param asOf leaves out what became known later, and entries that begin then or later
 * @param now the time of the report
 */
public record ReportRequest(
    String version,
    List<String> receipts,
    GridSettings grid,
    Optional<Pue> pue,
    Footprint footprint,
    Optional<Instant> from,
    Optional<Instant> to,
    Optional<Instant> asOf,
    Instant now) {
  public ReportRequest {
    receipts = List.copyOf(receipts);
  }

  Period period() {
    Optional<Instant> end =
        asOf.isPresent() && (to.isEmpty() || asOf.get().isBefore(to.get())) ? asOf : to;
    return new Period(from, end);
  }

  Pue factor() {
    return pue.orElse(Pue.NONE);
  }

  /** Until when everything is known of which the report knows. */
  Instant knownUntil() {
    return asOf.filter(now::isAfter).orElse(now);
  }
}
