package io.joulebook.collector.report;

import java.util.ArrayList;
import java.util.List;

/** A table in plain text: the first column to the left, all others to the right. */
final class Table {
  private static final String GAP = "  ";
  private static final int LONGEST_NAME = 44;

  private final List<List<String>> rows = new ArrayList<>();

  /** With a row of titles. */
  Table(String... titles) {
    rows.add(List.of(titles));
  }

  void row(String name, String... cells) {
    List<String> row = new ArrayList<>();
    row.add(NumberFormat.name(name, LONGEST_NAME));
    row.addAll(List.of(cells));
    rows.add(row);
  }

  void writeTo(StringBuilder out) {
    int[] widths = new int[rows.get(0).size()];
    for (List<String> row : rows) {
      for (int i = 0; i < row.size(); i++) {
        widths[i] = Math.max(widths[i], row.get(i).length());
      }
    }
    rows.forEach(row -> out.append(line(row, widths)).append('\n'));
  }

  private static String line(List<String> row, int[] widths) {
    StringBuilder line = new StringBuilder(GAP);
    line.append(row.get(0)).append(" ".repeat(widths[0] - row.get(0).length()));
    for (int i = 1; i < row.size(); i++) {
      line.append(GAP).append(" ".repeat(widths[i] - row.get(i).length())).append(row.get(i));
    }
    return line.toString().stripTrailing();
  }
}
