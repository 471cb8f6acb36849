package io.joulebook.grafana;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The metrics that the product exposes, as {@code docs/metrics.md} has them. The collector's build
 * fails if that page and its code differ, so the page is as good as the code.
 */
final class Catalogue {
  private static final Pattern CODE = Pattern.compile("`([^`]+)`");
  private static final Pattern CODES = Pattern.compile("`[^`]+`(, `[^`]+`)*");
  private static final Pattern PART = Pattern.compile("(.+)_(bucket|sum|count)");

  private final Map<String, Metric> metrics = new LinkedHashMap<>();
  private final Map<String, List<String>> values = new LinkedHashMap<>();
  private final Set<String> listedWhole = new HashSet<>();

  /** One line of the catalogue. */
  record Metric(String name, String type, String unit, Set<String> labels) {
    boolean isHistogram() {
      return type.equals("histogram");
    }

    /** Whether it carries joules or grams, and says where they were read. */
    boolean namesItsSource() {
      return (unit.equals("joules") || unit.equals("grams")) && labels.contains("source");
    }
  }

  private Catalogue() {}

  static Catalogue read() throws IOException {
    Path page = Dashboard.folder().resolve("../docs/metrics.md");
    Catalogue catalogue = new Catalogue();
    Files.readAllLines(page).stream()
        .filter(line -> line.startsWith("| `"))
        .map(line -> line.split("\\|", -1))
        .forEach(catalogue::add);
    return catalogue;
  }

  // Metrics have six columns, values of labels two.
  private void add(String[] columns) {
    List<String> cells = Arrays.stream(columns).map(String::strip).toList();
    String name = code(cells.get(1)).get(0);
    if (name.startsWith("joulebook_")) {
      Set<String> labels = new LinkedHashSet<>(code(cells.get(3)));
      String[] typeAndUnit = (cells.get(2) + ", ").split(", ", -1);
      metrics.put(name, new Metric(name, typeAndUnit[0], typeAndUnit[1], labels));
    } else {
      addValues(name, cells.get(2));
    }
  }

  private void addValues(String label, String cell) {
    values.put(label, code(cell));
    if (CODES.matcher(cell).matches()) {
      listedWhole.add(label);
    }
  }

  private static List<String> code(String cell) {
    return CODE.matcher(cell).results().map(found -> found.group(1)).toList();
  }

  Set<String> names() {
    return metrics.keySet();
  }

  /** The values that a label can take, where the page lists them. */
  List<String> valuesOf(String label) {
    return values.getOrDefault(label, List.of());
  }

  /** Whether a label can have that value: where the page does not list them all, it may. */
  boolean allows(String label, String value) {
    return !listedWhole.contains(label) || valuesOf(label).contains(value);
  }

  /** The metric that a series is of, if it is one of ours. */
  Optional<Metric> metricOf(String series) {
    Matcher part = PART.matcher(series);
    if (part.matches() && metrics.containsKey(part.group(1))) {
      return Optional.of(metrics.get(part.group(1))).filter(Metric::isHistogram);
    }
    return Optional.ofNullable(metrics.get(series)).filter(metric -> !metric.isHistogram());
  }
}
