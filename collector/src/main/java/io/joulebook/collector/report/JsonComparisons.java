package io.joulebook.collector.report;

import io.joulebook.collector.Source;
import io.joulebook.collector.json.JsonLine;
import java.util.List;
import java.util.stream.Collectors;

/** The comparisons of a report as JSON. */
final class JsonComparisons {
  private final JsonLine json;

  JsonComparisons(JsonLine json) {
    this.json = json;
  }

  void write(List<Comparison> comparisons) {
    json.put("caveat", Disclosures.CAVEAT).openList("comparisons");
    for (Comparison comparison : comparisons) {
      json.element().put("where", comparison.where()).put("unit", comparison.unit());
      json.openList("models");
      comparison.models().forEach(this::model);
      json.closeList().openList("savings");
      comparison.savings().forEach(this::saving);
      json.closeList().close();
    }
    json.closeList();
  }

  private void model(Comparison.Candidate model) {
    CallSums sums = model.sums();
    json.element()
        .put("model", model.model())
        .put(
            "sources", model.sources().stream().map(Source::label).collect(Collectors.joining("+")))
        .put("measuredCalls", sums.usage.measuredCalls())
        .put("measuredItems", sums.usage.measuredItems())
        .put("measuredTokens", sums.usage.measuredInputTokens() + sums.usage.measuredOutputTokens())
        .put("microjoules", sums.usage.energy().micros())
        .put("nowNanograms", JsonReport.nanos(model.priced().knownNow()))
        .close();
  }

  private void saving(Comparison.Saving saving) {
    json.element()
        .put("from", saving.from())
        .put("to", saving.to())
        .put("microjoules", Math.round(saving.joules() * 1e6))
        .put("uncertaintyMicrojoules", Math.round(saving.uncertainty() * 1e6))
        .put("nanograms", saving.grams().stream().mapToLong(JsonReport::nanograms).findFirst())
        .put("thousandths", Math.round(saving.part() * 1e3))
        .put("told", saving.isTold())
        .close();
  }
}
