package io.joulebook.collector.receiptlog;

import static io.joulebook.collector.Entries.H100;
import static io.joulebook.collector.Entries.NOON;
import static io.joulebook.collector.Entries.PACKAGE;
import static io.joulebook.collector.Entries.call;
import static io.joulebook.collector.Entries.charge;
import static io.joulebook.collector.Entries.receipt;
import static io.joulebook.collector.Entries.statement;
import static io.joulebook.collector.Entries.streamed;
import static io.joulebook.collector.Entries.together;
import static io.joulebook.collector.Entries.told;
import static io.joulebook.collector.Entries.traced;
import static io.joulebook.collector.Entries.withTokens;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.joulebook.collector.Account;
import io.joulebook.collector.Joules;
import io.joulebook.collector.Receipt;
import io.joulebook.collector.Sensor;
import io.joulebook.collector.Statement;
import io.joulebook.collector.Tokens;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EntryReaderTest {
  private final List<Receipt> receipts = new ArrayList<>();
  private final List<Statement> statements = new ArrayList<>();
  private final List<Object> others = new ArrayList<>();

  @Test
  void receiptsComeBackAsTheyWere() {
    List<Receipt> written =
        List.of(
            receipt(call("minilm")),
            together(7, receipt(call("many"), charge(H100, 9, 1))),
            receipt(call("a\"b\\n\u2028"), charge(H100, 5, 7), charge(PACKAGE, 0, 1)),
            told(
                new Tokens(
                    OptionalLong.of(7),
                    OptionalLong.of(2),
                    OptionalLong.of(4),
                    true,
                    Optional.of(Duration.ofNanos(5))),
                "request-1",
                receipt(call("llm"), streamed(charge(H100, 5, 7), 3))),
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

  @Test
  void headsAndGapsComeBackAsTheyWere() {
    FileHead bare = new FileHead(1, "0.1", "r", NOON, Map.of(), Optional.empty());
    FileHead full =
        new FileHead(
            1,
            "0.1",
            "r2",
            NOON,
            Map.of("grid.zone", "DE", "models", "a\"b"),
            Optional.of(new FileHead.TablePrice("US-CAL-CISO", "US", 2024, 384_000, "Ember 2025")));
    Gap gap = new Gap(NOON, NOON.plusSeconds(5), "disk_full", 7, 2);
    read(EntryLine.of(bare));
    read(EntryLine.of(full));
    read(EntryLine.of(gap));

    assertThat(others).containsExactly(bare, full, gap);
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
    EntryReader.read(
        line,
        new EntrySink() {
          @Override
          public void receipt(Receipt receipt) {
            receipts.add(receipt);
          }

          @Override
          public void statement(Statement statement) {
            statements.add(statement);
          }

          @Override
          public void head(FileHead head) {
            others.add(head);
          }

          @Override
          public void gap(Gap gap) {
            others.add(gap);
          }
        });
  }
}
