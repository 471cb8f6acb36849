package io.joulebook.collector.metrics;

import io.joulebook.collector.BoundedText;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The values of a label that get series of their own: the first so many; the rest share one. */
final class LabelLimiter {
  /** The value that the rest share. */
  static final String OTHER = "other";

  private final String label;
  private final int most;
  private final Set<String> values = new HashSet<>();
  private @Nullable ExactCounter overflowed;

  LabelLimiter(String label, int most) {
    this.label = label;
    this.most = most;
  }

  boolean admits(String value) {
    return values.contains(value) || (values.size() < most && values.add(value));
  }

  /** A value as it is shown: of a bounded length, and never the one that the rest share. */
  String shown(String value) {
    String text = BoundedText.onLabel(value);
    return isLikeOther(text) ? text + ofIts() : text;
  }

  // One that is written like what this makes of "other" gets one more, so none meets another.
  private boolean isLikeOther(String text) {
    String rest = text;
    while (rest.endsWith(ofIts())) {
      rest = rest.substring(0, rest.length() - ofIts().length());
    }
    return rest.equals(OTHER);
  }

  private String ofIts() {
    return " (" + label + ")";
  }

  /** Counts a receipt that is entered under the value that the rest share. */
  void countOther() {
    if (overflowed == null) {
      overflowed = new ExactCounter(Catalogue.LABELS_OVERFLOWED, label);
    }
    overflowed.add(1);
  }

  void writeTo(SnapshotBuilder snapshots) {
    if (overflowed != null) {
      overflowed.writeTo(snapshots);
    }
  }
}
