package io.joulebook.collector.metrics;

import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The values of a label that get series of their own: the first so many; the rest share one. */
final class Admitted {
  /** The value that the rest share. */
  static final String OTHER = "other";

  private final String label;
  private final int most;
  private final Set<String> values = new HashSet<>();
  private @Nullable Amount overflowed;

  Admitted(String label, int most) {
    this.label = label;
    this.most = most;
  }

  boolean admits(String value) {
    return values.contains(value) || (values.size() < most && values.add(value));
  }

  /** Counts a receipt that is entered under the value that the rest share. */
  void countOther() {
    if (overflowed == null) {
      overflowed = new Amount(Catalogue.LABELS_OVERFLOWED, label);
    }
    overflowed.add(1);
  }

  void writeTo(Sheet sheet) {
    if (overflowed != null) {
      overflowed.writeTo(sheet);
    }
  }
}
