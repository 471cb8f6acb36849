package io.joulebook.collector.metrics;

import java.util.List;
import java.util.Set;

/**
 * A form that metrics can be written in, as a scraper asks for it.
 *
 * @param type the type, such as {@code text/plain}
 * @param parameters the values of parameters that name this form; one that the scraper does not
 *     mention, or that is not about the form, may have any value
 */
record MediaType(String type, Set<String> parameters) {
  static final MediaType TEXT = new MediaType("text/plain", Set.of("version=0.0.4"));
  static final MediaType OPEN_METRICS =
      new MediaType("application/openmetrics-text", Set.of("version=1.0.0", "version=0.0.1"));

  /** How well something of a list says that this is meant; 0 not at all. */
  private int fit(QualityValues.Item item) {
    if (item.value().equals(type)) {
      return item.parameters().stream().allMatch(this::isMine) ? 3 + item.parameters().size() : 0;
    }
    boolean sameGroup = item.value().equals(type.substring(0, type.indexOf('/')) + "/*");
    return sameGroup ? 2 : item.value().equals("*/*") ? 1 : 0;
  }

  private boolean isMine(String parameter) {
    String name = parameter.substring(0, Math.max(0, parameter.indexOf('=')));
    boolean about = parameters.stream().anyMatch(mine -> mine.startsWith(name + "="));
    return !about || parameters.contains(parameter);
  }

  /** How much a scraper wants this: what says most exactly that it is meant counts. */
  Wish wish(List<QualityValues.Item> items) {
    Wish best = new Wish(0, 0);
    for (QualityValues.Item item : items) {
      int fit = fit(item);
      if (fit > best.fit) {
        best = new Wish(item.quality(), fit);
      }
    }
    return best;
  }

  /**
   * A scraper's wish for a form.
   *
   * @param quality how much it is wanted, in thousandths
   * @param fit how exactly it was named
   */
  record Wish(int quality, int fit) {
    boolean isNamed() {
      return fit > 2;
    }
  }
}
