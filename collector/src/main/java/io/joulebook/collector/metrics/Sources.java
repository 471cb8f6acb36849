package io.joulebook.collector.metrics;

import io.joulebook.collector.Charge;
import io.joulebook.collector.Receipt;
import io.joulebook.collector.Source;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Where the energy of a whole call was read from, as one value of the label {@code source}. */
final class Sources {
  /** The call's energy is not known. */
  private static final String NONE = "none";

  private Sources() {}

  /** One source's label; several joined in their fixed order, such as {@code nvml+rapl}. */
  static String of(Receipt receipt) {
    List<Charge> charges = receipt.charges();
    if (charges.isEmpty()) {
      return NONE;
    }
    Source first = charges.get(0).device().source();
    Set<Source> all = EnumSet.of(first);
    for (Charge charge : charges) {
      all.add(charge.device().source());
    }
    return all.size() == 1
        ? first.label()
        : all.stream().map(Source::label).collect(Collectors.joining("+"));
  }
}
