package io.joulebook.collector.usage;

import static io.joulebook.collector.Entries.H100;
import static io.joulebook.collector.Entries.NOON;
import static io.joulebook.collector.Entries.call;
import static io.joulebook.collector.Entries.charge;
import static io.joulebook.collector.Entries.lasting;
import static io.joulebook.collector.Entries.receipt;
import static io.joulebook.collector.Entries.statement;
import static io.joulebook.collector.Entries.streamed;
import static io.joulebook.collector.Entries.together;
import static io.joulebook.collector.Entries.withTokens;
import static org.assertj.core.api.Assertions.assertThat;

import io.joulebook.collector.Account;
import io.joulebook.collector.Joules;
import io.joulebook.collector.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

class EntryCheckTest {
  private static final long TOO_MANY_MICROS = 1_000_000_000_000_001L;

  @Test
  void whatAMeterWritesIsTaken() {
    assertThat(EntryCheck.of(receipt(call("m"), charge(H100, 5, 3)))).isEmpty();
    assertThat(EntryCheck.of(lasting(Duration.ZERO, receipt(call("m"))))).isEmpty();
    assertThat(EntryCheck.of(statement(H100, Map.of(Account.IDLE, Joules.ZERO)))).isEmpty();
  }

  @Test
  void aReceiptThatWouldTakeSomethingBackIsRefused() {
    assertThat(EntryCheck.of(receipt(call("m"), charge(H100, 0, -1))))
        .contains(Refusal.NEGATIVE_ENERGY);
    assertThat(EntryCheck.of(withTokens(0, -1, receipt(call("m")))))
        .contains(Refusal.NEGATIVE_COUNT);
    assertThat(EntryCheck.of(together(-1, receipt(call("m"))))).contains(Refusal.NEGATIVE_COUNT);
    assertThat(EntryCheck.of(lasting(Duration.ofNanos(-1), receipt(call("m")))))
        .contains(Refusal.NEGATIVE_DURATION);
  }

  @Test
  void aDeviceThatWasBusyForLongerThanTheIntervalIsRefused() {
    assertThat(EntryCheck.of(ofLength(Duration.ofSeconds(1), Duration.ofMillis(1_001))))
        .contains(Refusal.NEGATIVE_DURATION);
    assertThat(EntryCheck.of(ofLength(Duration.ofSeconds(1), Duration.ofMillis(-1))))
        .contains(Refusal.NEGATIVE_DURATION);
    assertThat(EntryCheck.of(ofLength(Duration.ofSeconds(1), Duration.ofSeconds(1)))).isEmpty();
  }

  @Test
  void whatNoMeterCanHaveWrittenIsRefused() {
    assertThat(EntryCheck.of(receipt(call("m"), charge(H100, TOO_MANY_MICROS, 0))))
        .contains(Refusal.IMPLAUSIBLE);
    assertThat(EntryCheck.of(ofLength(Duration.ofDays(400), Duration.ZERO)))
        .contains(Refusal.IMPLAUSIBLE);
    assertThat(EntryCheck.of(receipt(call("m"), streamed(charge(H100, 5, 3), 9))))
        .contains(Refusal.IMPLAUSIBLE);
    assertThat(EntryCheck.of(receipt(call("m"), streamed(charge(H100, 5, 3), 8)))).isEmpty();
    assertThat(EntryCheck.of(statement(H100, Map.of(), Instant.EPOCH.minusSeconds(1))))
        .contains(Refusal.IMPLAUSIBLE);
  }

  private static Statement ofLength(Duration length, Duration busy) {
    return statement(H100, Map.of(), NOON, length, busy);
  }
}
