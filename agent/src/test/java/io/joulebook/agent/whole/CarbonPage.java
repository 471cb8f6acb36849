package io.joulebook.agent.whole;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;

/**
 * The grams of one scrape, against receipts and history. Files go on growing while the books are
 * shown; so what has to explain the page is some line of each, up to which all was booked: the line
 * of receipts by calls and measured joules, that of the history by the joules still pending.
 */
final class CarbonPage {
  private static final List<String> TIERS =
      List.of("actual", "estimated", "second_feed", "last_known", "profile", "static");
  private static final String CO2E = "joulebook_co2e_grams_total";
  private static final String DEVICE_CO2E = "joulebook_device_co2e_grams_total";
  private static final String RESTATED = "joulebook_co2e_restated_grams_total";

  private final Metrics metrics;

  CarbonPage(Metrics metrics) {
    this.metrics = metrics;
  }

  /** All its grams in nanograms, by whose and tier. */
  private Map<String, Long> grams() {
    Map<String, Long> grams = new TreeMap<>();
    for (String tier : TIERS) {
      for (String model : List.of("large", "small")) {
        Recount.put(
            grams,
            "model " + model + " " + tier,
            nanos(CO2E, label("kind", "operational"), label("model", model), label("tier", tier)));
      }
      for (String account : List.of("requests", "idle", "unattributed")) {
        Recount.put(
            grams,
            "account " + account + " " + tier,
            nanos(DEVICE_CO2E, label("account", account), label("tier", tier)));
      }
    }
    return grams;
  }

  private Map<String, Long> embodied() {
    Map<String, Long> grams = new TreeMap<>();
    for (String model : List.of("large", "small")) {
      long made =
          nanos(
              CO2E, label("kind", "embodied"), label("model", model), label("tier", "configured"));
      Recount.put(grams, "model " + model + " embodied", made);
    }
    for (String account : List.of("requests", "idle")) {
      long made = nanos("joulebook_device_embodied_grams_total", label("account", account));
      Recount.put(grams, "account " + account + " embodied", made);
    }
    return grams;
  }

  private static String label(String name, String value) {
    return name + "=\"" + value + "\"";
  }

  private long nanos(String name, String... labels) {
    return metrics
        .sum(name, labels)
        .movePointRight(9)
        .setScale(0, RoundingMode.HALF_UP)
        .longValueExact();
  }

  private long micros(String name) {
    return metrics.sum(name).movePointRight(6).setScale(0, RoundingMode.HALF_UP).longValueExact();
  }

  /** Up less down. */
  long restated() {
    return nanos(RESTATED, label("direction", "up")) - nanos(RESTATED, label("direction", "down"));
  }

  /** The receipts and statements that had been booked when the page was made. */
  Recount booked(List<JsonNode> receipts) {
    Recount recount = new Recount();
    for (JsonNode line : receipts) {
      if (isAt(recount)) {
        return recount;
      }
      recount.take(line);
    }
    assertThat(isAt(recount))
        .as("no line of the receipts is where the page was:\n" + this)
        .isTrue();
    return recount;
  }

  private boolean isAt(Recount recount) {
    return recount.calls() == metrics.sum("joulebook_calls_total").longValueExact()
        && recount.measuredMicros() == micros("joulebook_measured_joules_total");
  }

  /**
   * Finds it equal, to the nanogram, to what receipts and history come to.
   *
   * @param empty makes a ladder that knows nothing
   */
  void assertExplainedBy(
      List<JsonNode> receipts, List<JsonNode> history, Supplier<OwnLadder> empty) {
    Recount booked = booked(receipts);
    List<Map<String, Long>> grams = new ArrayList<>();
    List<Long> restated = new ArrayList<>();
    OwnLadder ladder = empty.get();
    for (int line = 0; line <= history.size(); line++) {
      if (booked.pendingMicros(ladder) == micros("joulebook_pending_joules")) {
        grams.add(booked.grams(ladder));
        restated.add(booked.restated(ladder));
      }
      if (line < history.size()) {
        ladder.take(history.get(line));
      }
    }
    assertThat(grams)
        .as(() -> "as much pending as on the page:\n" + this + "\n" + history + "\n" + receipts)
        .isNotEmpty();
    assertThat(grams.stream().distinct()).contains(grams());
    // Up and down are rounded down each, to the nanogram.
    assertThat(restated).anySatisfy(sum -> assertThat(sum - restated()).isBetween(-1L, 1L));
    assertThat(embodied()).isEqualTo(booked.embodied());
    assertThat(metrics.sum("joulebook_unpriced_joules_total"))
        .isEqualByComparingTo(BigDecimal.ZERO);
  }

  @Override
  public String toString() {
    return metrics.toString();
  }
}
