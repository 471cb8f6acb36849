package io.joulebook.collector.intake;

import static io.joulebook.collector.Entries.H100;
import static io.joulebook.collector.Entries.PACKAGE;
import static io.joulebook.collector.Entries.call;
import static io.joulebook.collector.Entries.charge;
import static io.joulebook.collector.Entries.receipt;
import static io.joulebook.collector.Entries.statement;
import static io.joulebook.collector.Entries.traced;
import static io.joulebook.collector.Entries.withTokens;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.joulebook.collector.Account;
import io.joulebook.collector.Joules;
import io.joulebook.collector.Receipt;
import io.joulebook.collector.Sensor;
import io.joulebook.collector.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EntryReaderTest {
  private final List<Receipt> receipts = new ArrayList<>();
  private final List<Statement> statements = new ArrayList<>();

  @Test
  void receiptsComeBackAsTheyWere() {
    List<Receipt> written =
        List.of(
            receipt(call("minilm")),
            receipt(call("a\"b\\n\u2028"), charge(H100, 5, 7), charge(PACKAGE, 0, 1)),
            traced("4bf9", withTokens(3, 0, receipt(call("llama"), charge(H100, 1, 2)))));
    written.forEach(receipt -> read(EntryLine.of(receipt)));

    assertThat(receipts).isEqualTo(written);
    assertThat(statements).isEmpty();
  }

  @Test
  void statementsComeBackButForWhatIsNotWritten() {
    Statement written =
        statement(H100, Map.of(Account.REQUESTS, Joules.ofMicros(3), Account.IDLE, Joules.ZERO));
    read(EntryLine.of(written));

    assertThat(statements)
        .singleElement()
        .usingRecursiveComparison()
        .ignoringFields("sensor.traits")
        .isEqualTo(written);
    assertThat(statements.get(0).sensor().traits()).isEqualTo(Set.<Sensor.Trait>of());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{",
        "[]",
        "{}",
        "{\"type\":\"invoice\"}",
        "{\"type\":\"receipt\"}",
        "{\"type\":\"statement\",\"device\":\"x\",\"component\":\"soul\",\"source\":\"nvml\"}",
      })
  void whatIsNeitherIsRefused(String line) {
    assertThatThrownBy(() -> read(line)).isInstanceOf(RuntimeException.class);
    assertThat(receipts).isEmpty();
  }

  @Test
  void aTornLineIsRefused() {
    String line = EntryLine.of(receipt(call("m"), charge(H100, 5, 7)));
    for (int length = 0; length < line.length() - 2; length += 7) {
      String torn = line.substring(0, length);
      assertThatThrownBy(() -> read(torn)).isInstanceOf(RuntimeException.class);
    }
  }

  private void read(String line) {
    EntryReader.read(line, receipts::add, statements::add);
  }
}
