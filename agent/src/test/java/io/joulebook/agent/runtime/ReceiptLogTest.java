package io.joulebook.agent.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.joulebook.agent.config.Inputs;
import io.joulebook.agent.config.Settings;
import io.joulebook.collector.receiptlog.FileHead;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ReceiptLogTest {
  private static FileHead head(String arguments) {
    return ReceiptLog.head(Settings.resolve(new Inputs(arguments, Map.of(), Map.of(), path -> "")));
  }

  @Test
  void theHeadHasTheFactorThatPricesByDefaultWithItsYearAndTable() {
    assertThat(head("grid.zone=US-CAL-CISO").price())
        .contains(
            new FileHead.TablePrice(
                "US-CAL-CISO",
                "US",
                2024,
                383_550,
                "Ember yearly electricity data, release of 2025"));
  }

  @Test
  void whereNoYearlyRowPricesThereIsNone() {
    assertThat(head("pue=1.2").price()).isEmpty();
    assertThat(head("grid.zone=GB,grid.feeds=neso").price()).isEmpty();
  }

  @Test
  void theHeadHasWhatWasSetAndNoDefaults() {
    assertThat(head("pue=1.2,feeds.neso.url=https://h.example/key").configuration())
        .containsOnly(Map.entry("pue", "1.2"), Map.entry("feeds.neso.url", "(set)"));
  }
}
