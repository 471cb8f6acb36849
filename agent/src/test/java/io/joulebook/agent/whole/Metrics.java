package io.joulebook.agent.whole;

import java.math.BigDecimal;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** One scrape, exact: values are decimals as they stand in the text. */
final class Metrics {
  private static final Pattern LINE = Pattern.compile("([a-z_A-Z0-9]+)(\\{.*\\})? (\\S+)");
  private static final HttpClient CLIENT = HttpClient.newHttpClient();

  private final List<Sample> samples;

  private record Sample(String name, String labels, BigDecimal value) {}

  private Metrics(String text) {
    samples = text.lines().filter(line -> !line.startsWith("#")).map(Metrics::parse).toList();
  }

  static Metrics scrape(String address) throws Exception {
    HttpRequest request = HttpRequest.newBuilder(URI.create(address)).build();
    HttpResponse<String> response = CLIENT.send(request, HttpResponse.BodyHandlers.ofString());
    if (response.statusCode() != 200) {
      throw new AssertionError("status " + response.statusCode());
    }
    return new Metrics(response.body());
  }

  private static Sample parse(String line) {
    Matcher matcher = LINE.matcher(line);
    if (!matcher.matches()) {
      throw new AssertionError("not a sample: " + line);
    }
    String value = matcher.group(3);
    boolean finite = !value.contains("N") && !value.contains("I");
    String labels = matcher.group(2) == null ? "" : matcher.group(2);
    return new Sample(matcher.group(1), labels, new BigDecimal(finite ? value : "-1"));
  }

  /** The sum of all series of that name with these labels, written {@code name="value"}. */
  BigDecimal sum(String name, String... labels) {
    return samples.stream()
        .filter(sample -> sample.name().equals(name))
        .filter(sample -> Arrays.stream(labels).allMatch(sample.labels()::contains))
        .map(Sample::value)
        .reduce(BigDecimal.ZERO, BigDecimal::add);
  }

  double value(String name, String... labels) {
    return sum(name, labels).doubleValue();
  }

  /** All series of Joulebook's counters and gauges with their values. */
  Map<String, BigDecimal> figures() {
    Map<String, BigDecimal> figures = new TreeMap<>();
    samples.stream()
        .filter(sample -> sample.name().startsWith("joulebook_"))
        .filter(sample -> !sample.name().matches(".*_(bucket|count|sum)"))
        .forEach(
            sample ->
                figures.put(sample.name() + sample.labels(), sample.value().stripTrailingZeros()));
    return figures;
  }

  boolean has(String name, String... labels) {
    return samples.stream()
        .anyMatch(
            sample ->
                sample.name().equals(name)
                    && Arrays.stream(labels).allMatch(sample.labels()::contains));
  }

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    samples.stream()
        .filter(s -> s.name().startsWith("joulebook") && !s.name().endsWith("_bucket"))
        .forEach(
            s ->
                text.append(s.name())
                    .append(s.labels())
                    .append(' ')
                    .append(s.value())
                    .append('\n'));
    return text.toString();
  }
}
