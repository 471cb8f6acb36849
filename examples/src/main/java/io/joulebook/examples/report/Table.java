package io.joulebook.examples.report;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Rows in columns as wide as they need: the first to the left, numbers to the right. */
final class Table {
  private static final String GAP = "   ";

  private final List<List<String>> rows = new ArrayList<>();

  Table(String... headings) {
    rows.add(List.of(headings));
  }

  void add(List<String> row) {
    rows.add(row);
  }

  /** The lines, with a rule below the headings. A row with fewer cells ends in running text. */
  List<String> lines() {
    List<Integer> widths = IntStream.range(0, rows.get(0).size()).mapToObj(this::width).toList();
    List<String> lines = new ArrayList<>(rows.stream().map(row -> line(row, widths)).toList());
    lines.add(1, widths.stream().map("-"::repeat).collect(Collectors.joining(GAP)));
    return lines;
  }

  private int width(int column) {
    int full = rows.get(0).size();
    return rows.stream()
        .filter(row -> row.size() == full || column < row.size() - 1)
        .mapToInt(row -> row.get(column).length())
        .max()
        .orElse(0);
  }

  private static String line(List<String> row, List<Integer> widths) {
    return IntStream.range(0, row.size())
        .mapToObj(i -> cell(row, i, widths))
        .collect(Collectors.joining(GAP))
        .stripTrailing();
  }

  private static String cell(List<String> row, int column, List<Integer> widths) {
    String text = row.get(column);
    String padding = " ".repeat(Math.max(0, widths.get(column) - text.length()));
    boolean left = column == 0 || (row.size() < widths.size() && column == row.size() - 1);
    return left ? text + padding : padding + text;
  }
}
