package io.joulebook.collector.metrics;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;

/** What a client prefers, as a header with quality values says it: RFC 9110, 12.4.2. */
public final class QualityValues {
  private static final int MOST = 1000;

  private final List<Item> items = new ArrayList<>();

  /**
   * One of the things listed.
   *
   * @param value what it is, in lower case, with the parameters that say so
   * @param quality how much it is wanted, in thousandths; 0 is not at all
   */
  record Item(String value, List<String> parameters, int quality) {}

  private QualityValues() {}

  /** Reads a header; what is not right in it is passed over. */
  public static QualityValues parse(String header) {
    QualityValues values = new QualityValues();
    for (String part : header.toLowerCase(Locale.ROOT).split(",", -1)) {
      item(part).ifPresent(values.items::add);
    }
    return values;
  }

  private static Optional<Item> item(String text) {
    String[] parts = text.split(";", -1);
    String value = parts[0].strip();
    List<String> parameters = new ArrayList<>();
    OptionalInt quality = OptionalInt.of(MOST);
    for (int i = 1; i < parts.length; i++) {
      String parameter = parts[i].replace(" ", "").replace("\t", "").replace("\"", "");
      if (parameter.startsWith("q=")) {
        quality = thousandths(parameter.substring(2));
      } else {
        parameters.add(parameter);
      }
    }
    return value.isEmpty() || quality.isEmpty()
        ? Optional.empty()
        : Optional.of(new Item(value, parameters, quality.getAsInt()));
  }

  private static OptionalInt thousandths(String text) {
    if (!text.matches("0(\\.[0-9]{0,3})?|1(\\.0{0,3})?")) {
      return OptionalInt.empty();
    }
    String digits = (text.replace(".", "") + "000").substring(0, 4);
    return OptionalInt.of(Integer.parseInt(digits));
  }

  List<Item> items() {
    return items;
  }

  /** Whether an encoding is wanted, at least as much as none. */
  public boolean prefer(String encoding) {
    int wanted = quality(encoding).orElse(quality("*").orElse(0));
    return wanted > 0 && wanted >= quality("identity").orElse(0);
  }

  private OptionalInt quality(String value) {
    return items.stream().filter(i -> i.value.equals(value)).mapToInt(Item::quality).findFirst();
  }
}
