package io.joulebook.collector.receiptlog;

import io.joulebook.collector.Account;
import io.joulebook.collector.Charge;
import io.joulebook.collector.Device;
import io.joulebook.collector.Joules;
import io.joulebook.collector.Receipt;
import io.joulebook.collector.Sensor;
import io.joulebook.collector.Statement;
import io.joulebook.collector.Tokens;
import io.joulebook.collector.Watts;
import io.joulebook.collector.json.JsonLine;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;

/** Receipts, statements, heads and gaps as lines of JSON. docs/configuration.md lists the keys. */
public final class EntryLine {
  private EntryLine() {}

  /** The line of a receipt, its end included. */
  public static String of(Receipt receipt) {
    JsonLine line =
        new JsonLine()
            .open()
            .put("type", "receipt")
            .put("model", receipt.call().model())
            .put("engine", receipt.call().engine())
            .put("operation", receipt.call().operation())
            .put("outcome", receipt.call().outcome().label())
            .put("start", receipt.start().toString())
            .put("durationNanos", receipt.duration().toNanos())
            .put("items", receipt.items());
    put(line, receipt.tokens())
        .put("route", receipt.route())
        .put("traceId", receipt.traceId())
        .put("requestId", receipt.requestId())
        .put("quality", receipt.quality().label())
        .put("calls", callsIfTogether(receipt))
        .openList("charges");
    receipt.charges().forEach(charge -> put(line.element(), charge));
    return line.closeList().close().line();
  }

  private static JsonLine put(JsonLine line, Tokens tokens) {
    line.put("inputTokens", tokens.input())
        .put("cachedInputTokens", tokens.cachedInput())
        .put("outputTokens", tokens.output());
    if (tokens.outputAtLeast()) {
      line.put("outputTokensAtLeast", true);
    }
    return line.put("firstTokenNanos", nanos(tokens.untilFirst()));
  }

  private static OptionalLong callsIfTogether(Receipt receipt) {
    return receipt.calls() == 1 ? OptionalLong.empty() : OptionalLong.of(receipt.calls());
  }

  private static void put(JsonLine line, Charge charge) {
    put(line, charge.device())
        .put("from", charge.from().toString())
        .put("to", charge.to().toString())
        .put("activeMicrojoules", charge.active().micros())
        .put("baseMicrojoules", charge.base().micros())
        .put("uncertaintyMicrojoules", charge.uncertainty().micros())
        .put("occupiedNanos", charge.occupied().toNanos())
        .put("untilFirstTokenMicrojoules", micros(charge.untilFirstToken()))
        .close();
  }

  private static JsonLine put(JsonLine line, Device device) {
    return line.put("device", device.id())
        .put("component", device.component().label())
        .put("source", device.source().label());
  }

  /** The line of a statement, its end included. */
  public static String of(Statement statement) {
    JsonLine line =
        put(new JsonLine().open().put("type", "statement"), statement.device())
            .put("from", statement.from().toString())
            .put("to", statement.to().toString())
            .put("lengthNanos", statement.length().toNanos())
            .put("busyNanos", statement.busy().toNanos())
            .put("measuredMicrojoules", statement.measured().micros())
            .openObject("accounts");
    for (Account account : Account.values()) {
      Joules received = statement.accounts().get(account);
      if (received != null) {
        line.put(account.label(), received.micros());
      }
    }
    line.close().put("residualMicrojoules", statement.residual().micros());
    return put(line, statement.sensor()).close().line();
  }

  /** The line of a head, its end included. */
  public static String of(FileHead head) {
    JsonLine line =
        new JsonLine()
            .open()
            .put("type", "head")
            .put("format", head.format())
            .put("version", head.version())
            .put("run", head.run())
            .put("at", head.at().toString())
            .openObject("configuration");
    head.configuration().forEach(line::put);
    line.close();
    head.price().ifPresent(price -> put(line.openObject("price"), price).close());
    return line.close().line();
  }

  private static JsonLine put(JsonLine line, FileHead.TablePrice price) {
    return line.put("zone", price.zone())
        .put("row", price.row())
        .put("year", price.year())
        .put("milligramsPerKwh", price.milligramsPerKwh())
        .put("table", price.table());
  }

  /** The line of a gap, its end included. */
  public static String of(Gap gap) {
    return new JsonLine()
        .open()
        .put("type", "gap")
        .put("from", gap.from().toString())
        .put("to", gap.to().toString())
        .put("reason", gap.reason())
        .put("lostReceipts", gap.receipts())
        .put("lostStatements", gap.statements())
        .close()
        .line();
  }

  private static JsonLine put(JsonLine line, Sensor sensor) {
    return line.put("baseMilliwatts", millis(sensor.base()))
        .put("baseSpreadMilliwatts", millis(sensor.baseSpread()))
        .put("periodNanos", nanos(sensor.period()))
        .put("lagNanos", nanos(sensor.lag()));
  }

  private static OptionalLong micros(Optional<Joules> energy) {
    return energy.stream().mapToLong(Joules::micros).findFirst();
  }

  private static OptionalLong millis(Optional<Watts> power) {
    return power.stream().mapToLong(Watts::millis).findFirst();
  }

  private static OptionalLong nanos(Optional<Duration> time) {
    return time.stream().mapToLong(Duration::toNanos).findFirst();
  }
}
