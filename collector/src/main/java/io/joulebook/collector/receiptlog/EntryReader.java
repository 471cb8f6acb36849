package io.joulebook.collector.receiptlog;

import io.joulebook.collector.Account;
import io.joulebook.collector.Call;
import io.joulebook.collector.Charge;
import io.joulebook.collector.Component;
import io.joulebook.collector.Device;
import io.joulebook.collector.Joules;
import io.joulebook.collector.Quality;
import io.joulebook.collector.Receipt;
import io.joulebook.collector.Sensor;
import io.joulebook.collector.Source;
import io.joulebook.collector.Statement;
import io.joulebook.collector.Tokens;
import io.joulebook.collector.Watts;
import io.joulebook.collector.json.JsonFields;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import org.json.JSONArray;
import org.json.JSONObject;

/** Reads lines that {@link EntryLine} has written. */
public final class EntryReader {
  private EntryReader() {}

  /**
   * Reads a line and gives what it says to the sink.
   *
   * @throws RuntimeException if it is no such line
   */
  public static void read(String line, EntrySink sink) {
    JsonFields fields = JsonFields.of(line);
    switch (fields.text("type")) {
      case "receipt" -> sink.receipt(receipt(fields));
      case "statement" -> sink.statement(statement(fields));
      case "head" -> sink.head(head(fields));
      case "gap" -> sink.gap(gap(fields));
      default -> throw new IllegalArgumentException("unknown type");
    }
  }

  /**
   * The head that a line is, if it is one.
   *
   * @throws RuntimeException if it is no line of ours at all
   */
  public static Optional<FileHead> readHead(String line) {
    JsonFields fields = JsonFields.of(line);
    return fields.text("type").equals("head") ? Optional.of(head(fields)) : Optional.empty();
  }

  private static FileHead head(JsonFields fields) {
    JSONObject json = fields.json();
    Map<String, String> configuration = new TreeMap<>();
    JSONObject settings = json.getJSONObject("configuration");
    settings.keySet().forEach(key -> configuration.put(key, settings.getString(key)));
    return new FileHead(
        fields.number("format"),
        fields.text("version"),
        fields.text("run"),
        fields.time("at"),
        configuration,
        json.has("price")
            ? Optional.of(price(new JsonFields(json.getJSONObject("price"))))
            : Optional.empty());
  }

  private static FileHead.TablePrice price(JsonFields fields) {
    return new FileHead.TablePrice(
        fields.text("zone"),
        fields.text("row"),
        Math.toIntExact(fields.number("year")),
        fields.number("milligramsPerKwh"),
        fields.text("table"));
  }

  private static Gap gap(JsonFields fields) {
    return new Gap(
        fields.time("from"),
        fields.time("to"),
        fields.text("reason"),
        fields.number("lostReceipts"),
        fields.number("lostStatements"));
  }

  private static Receipt receipt(JsonFields fields) {
    return new Receipt(
        new Call(
            fields.text("model"),
            fields.text("engine"),
            fields.text("operation"),
            fields.labelled("outcome", Call.Outcome.values(), Call.Outcome::label)),
        fields.time("start"),
        Duration.ofNanos(fields.number("durationNanos")),
        fields.optionalNumber("items"),
        tokens(fields),
        fields.optionalText("route"),
        fields.optionalText("traceId"),
        fields.optionalText("requestId"),
        charges(fields.json().getJSONArray("charges")),
        fields.labelled("quality", Quality.values(), Quality::label),
        fields.optionalNumber("calls").orElse(1));
  }

  private static Tokens tokens(JsonFields fields) {
    OptionalLong untilFirst = fields.optionalNumber("firstTokenNanos");
    return new Tokens(
        fields.optionalNumber("inputTokens"),
        fields.optionalNumber("cachedInputTokens"),
        fields.optionalNumber("outputTokens"),
        fields.json().optBoolean("outputTokensAtLeast"),
        untilFirst.isPresent()
            ? Optional.of(Duration.ofNanos(untilFirst.getAsLong()))
            : Optional.empty());
  }

  private static List<Charge> charges(JSONArray array) {
    List<Charge> charges = new ArrayList<>();
    for (int i = 0; i < array.length(); i++) {
      charges.add(charge(new JsonFields(array.getJSONObject(i))));
    }
    return charges;
  }

  private static Charge charge(JsonFields fields) {
    return new Charge(
        device(fields),
        fields.time("from"),
        fields.time("to"),
        joules(fields, "activeMicrojoules"),
        joules(fields, "baseMicrojoules"),
        joules(fields, "uncertaintyMicrojoules"),
        duration(fields.optionalNumber("occupiedNanos")).orElse(Duration.ZERO),
        untilFirstToken(fields));
  }

  private static Optional<Joules> untilFirstToken(JsonFields fields) {
    OptionalLong micros = fields.optionalNumber("untilFirstTokenMicrojoules");
    return micros.isPresent() ? Optional.of(Joules.ofMicros(micros.getAsLong())) : Optional.empty();
  }

  private static Device device(JsonFields fields) {
    return new Device(
        fields.text("device"),
        fields.labelled("component", Component.values(), Component::label),
        fields.labelled("source", Source.values(), Source::label));
  }

  private static Statement statement(JsonFields fields) {
    return new Statement(
        device(fields),
        fields.time("from"),
        fields.time("to"),
        duration(fields.optionalNumber("lengthNanos"))
            .orElseGet(() -> Duration.between(fields.time("from"), fields.time("to"))),
        duration(fields.optionalNumber("busyNanos")).orElse(Duration.ZERO),
        joules(fields, "measuredMicrojoules"),
        accounts(fields.json().getJSONObject("accounts")),
        joules(fields, "residualMicrojoules"),
        new Sensor(
            duration(fields.optionalNumber("periodNanos")),
            duration(fields.optionalNumber("lagNanos")),
            watts(fields.optionalNumber("baseMilliwatts")),
            watts(fields.optionalNumber("baseSpreadMilliwatts")),
            Set.of()));
  }

  private static Map<Account, Joules> accounts(JSONObject json) {
    Map<Account, Joules> accounts = new EnumMap<>(Account.class);
    JsonFields fields = new JsonFields(json);
    for (Account account : Account.values()) {
      fields
          .optionalNumber(account.label())
          .ifPresent(micros -> accounts.put(account, Joules.ofMicros(micros)));
    }
    return accounts;
  }

  private static Joules joules(JsonFields fields, String key) {
    return Joules.ofMicros(fields.number(key));
  }

  private static Optional<Duration> duration(OptionalLong nanos) {
    return nanos.stream().mapToObj(Duration::ofNanos).findFirst();
  }

  private static Optional<Watts> watts(OptionalLong millis) {
    return millis.stream().mapToObj(Watts::ofMillis).findFirst();
  }
}
