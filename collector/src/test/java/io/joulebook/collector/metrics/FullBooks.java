package io.joulebook.collector.metrics;

import static io.joulebook.collector.Entries.H100;
import static io.joulebook.collector.Entries.PACKAGE;
import static io.joulebook.collector.Entries.PRETENDED;
import static io.joulebook.collector.Entries.call;
import static io.joulebook.collector.Entries.charge;
import static io.joulebook.collector.Entries.receipt;
import static io.joulebook.collector.Entries.statement;
import static io.joulebook.collector.Entries.traced;
import static io.joulebook.collector.Entries.withTokens;

import io.joulebook.collector.Account;
import io.joulebook.collector.Call;
import io.joulebook.collector.Joules;
import io.joulebook.collector.Receipt;
import io.joulebook.collector.Vitals;
import java.util.Map;

/** Books that hold something of everything. */
final class FullBooks {
  private static final Map<Account, Joules> ACCOUNTS =
      Map.of(
          Account.REQUESTS, Joules.ofMillis(300_250),
          Account.IDLE, Joules.ofMillis(71_500),
          Account.OTHER_PROCESSES, Joules.ofMillis(4),
          Account.UNATTRIBUTED, Joules.ofMicros(1));

  private static final Vitals VITALS =
      new Vitals(
          2, Map.of("queue_full", 7L), Map.of("gpu_is_lost", 1L), Map.of("djl", false), 1_500_000L);

  private FullBooks() {}

  static Books priced() {
    return fill(Books.inGermany());
  }

  /** Where no price is known: the metrics of joules without one. */
  static Books unpriced() {
    return fill(Books.nowhere());
  }

  private static Books fill(Books books) {
    Receipt embedding = receipt(call("minilm"), charge(H100, 2_000_000, 345_678));
    return books
        .vitals(() -> VITALS)
        .enter(
            traced("4bf92f3577b34da6a3ce929d0e0e4736", withTokens(128, 0, embedding)),
            receipt(call("minilm"), charge(H100, 1_000_000, 1), charge(PACKAGE, 5, 70_000)),
            receipt(new Call("llama", "djl", "predict", Call.Outcome.ERROR)),
            receipt(call("demo"), charge(PRETENDED, 7, 0)),
            receipt(call("demo"), charge(PRETENDED, -7, 0)))
        .enter(statement(H100, ACCOUNTS), statement(PACKAGE, Map.of(Account.IDLE, Joules.ZERO)));
  }
}
