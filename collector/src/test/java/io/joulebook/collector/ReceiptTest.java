package io.joulebook.collector;

import static io.joulebook.collector.Entries.H100;
import static io.joulebook.collector.Entries.PACKAGE;
import static io.joulebook.collector.Entries.call;
import static io.joulebook.collector.Entries.charge;
import static io.joulebook.collector.Entries.receipt;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ReceiptTest {
  @Test
  void itsEnergyIsThatOfAllItsCharges() {
    assertThat(receipt(call("m"), charge(H100, 3, 4), charge(PACKAGE, 5, 6)).energy())
        .contains(Joules.ofMicros(18));
  }

  @Test
  void withoutAChargeItsEnergyIsUnknownAndNotNone() {
    assertThat(receipt(call("m")).energy()).isEmpty();
    assertThat(receipt(call("m"), charge(H100, 0, 0)).energy()).contains(Joules.ZERO);
  }

  @Test
  void theEnergyOfABatchIsSplitOverItsItemsAndNothingIsLost() {
    Receipt batch = receipt(call("m"), charge(H100, 3, 4));

    assertThat(batch.energyPerItem().orElseThrow().stream().reduce(Joules::plus))
        .isEqualTo(batch.energy());
    assertThat(batch.energyPerItem().orElseThrow()).hasSize((int) batch.items().orElseThrow());
    assertThat(receipt(call("m")).energyPerItem()).isEmpty();
  }
}
