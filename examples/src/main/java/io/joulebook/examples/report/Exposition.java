package io.joulebook.examples.report;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** One scrape of {@code /metrics} in the Prometheus text format. Values are exact decimals. */
final class Exposition {
  private static final Pattern SAMPLE =
      Pattern.compile("([a-zA-Z_:][\\w:]*)(?:\\{(.*)})? ([-+.\\dEe]+)(?: \\d+)?");
  private static final Pattern LABEL = Pattern.compile("(\\w+)=\"((?:[^\"\\\\]|\\\\.)*)\"");

  private final List<Sample> samples;

  private record Sample(String name, Map<String, String> labels, BigDecimal value) {}

  private Exposition(List<Sample> samples) {
    this.samples = samples;
  }

  /** Comments, and values that are no finite numbers, are left out. */
  static Exposition parse(String text) {
    return new Exposition(
        text.lines()
            .map(SAMPLE::matcher)
            .filter(Matcher::matches)
            .map(m -> new Sample(m.group(1), labels(m.group(2)), new BigDecimal(m.group(3))))
            .toList());
  }

  private static Map<String, String> labels(String text) {
    Map<String, String> labels = new TreeMap<>();
    Matcher matcher = LABEL.matcher(text == null ? "" : text);
    while (matcher.find()) {
      labels.put(matcher.group(1), unescaped(matcher.group(2)));
    }
    return labels;
  }

  private static String unescaped(String value) {
    return Pattern.compile("\\\\(.)")
        .matcher(value)
        .replaceAll(m -> m.group(1).equals("n") ? "\n" : Matcher.quoteReplacement(m.group(1)));
  }

  /**
   * The sum of all series of that name with these labels, each {@code name=value}; empty if none.
   */
  Optional<BigDecimal> sum(String name, String... labels) {
    Predicate<Sample> wanted =
        Arrays.stream(labels)
            .map(label -> label.split("=", 2))
            .<Predicate<Sample>>map(pair -> sample -> pair[1].equals(sample.labels.get(pair[0])))
            .reduce(sample -> sample.name.equals(name), Predicate::and);
    return samples.stream().filter(wanted).map(Sample::value).reduce(BigDecimal::add);
  }

  /** The values that a label has in the series of that name, in alphabetical order. */
  List<String> labelValues(String name, String label) {
    return samples.stream()
        .filter(sample -> sample.name.equals(name))
        .flatMap(sample -> Optional.ofNullable(sample.labels.get(label)).stream())
        .collect(Collectors.toCollection(TreeSet::new))
        .stream()
        .toList();
  }
}
