package io.joulebook.agent.whole;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.joulebook.agent.whole.OwnLadder.Price;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiConsumer;

/**
 * Receipts and statements up to a line of their file, counted once more as docs/carbon.md says
 * under "Check it yourself": whole numbers only, rounded down once at the end.
 */
final class Recount {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final BigInteger PARTS_PER_NANOGRAM = BigInteger.valueOf(3_600_000_000L);
  private static final long PUE_THOUSANDTHS = 1_200;

  // 164 kg over five years of 365 days, 80 % of which it is in use.
  private static final BigInteger MADE_NANOGRAMS =
      BigInteger.valueOf(164).multiply(BigInteger.TEN.pow(12));
  private static final BigInteger LIFE_NANOS_THOUSANDTHS =
      BigInteger.valueOf(5L * 365 * 24 * 3_600)
          .multiply(BigInteger.TEN.pow(9))
          .multiply(BigInteger.valueOf(800));

  private final Map<String, Map<Instant, Long>> energy = new TreeMap<>();
  private final Map<String, Long> nanos = new TreeMap<>();
  private long measuredMicros;
  private long calls;

  static List<JsonNode> lines(Path file) throws IOException {
    List<JsonNode> lines = new ArrayList<>();
    for (String line :
        HistoryFolder.wholeLines(Files.readString(file, StandardCharsets.ISO_8859_1))) {
      lines.add(JSON.readTree(line));
    }
    return lines;
  }

  /** Of all lines. */
  static Recount of(List<JsonNode> lines) {
    Recount recount = new Recount();
    lines.forEach(recount::take);
    return recount;
  }

  /** Takes the next line of the file. */
  void take(JsonNode line) {
    if (line.get("type").textValue().equals("receipt")) {
      calls++;
      line.get("charges").forEach(charge -> takeCharge(line.get("model").textValue(), charge));
    } else if (line.get("type").textValue().equals("statement")) {
      measuredMicros += line.get("measuredMicrojoules").longValue();
      line.get("accounts")
          .properties()
          .forEach(account -> split("account " + account.getKey(), account.getValue(), line));
      long busy = line.get("busyNanos").longValue();
      nanos.merge("account requests", busy, Math::addExact);
      nanos.merge("account idle", line.get("lengthNanos").longValue() - busy, Math::addExact);
    }
  }

  private void takeCharge(String model, JsonNode charge) {
    long micros =
        charge.get("activeMicrojoules").longValue() + charge.get("baseMicrojoules").longValue();
    split("model " + model, micros, charge);
    nanos.merge("model " + model, charge.get("occupiedNanos").longValue(), Math::addExact);
  }

  private void split(String whose, JsonNode micros, JsonNode line) {
    split(whose, micros.longValue(), line);
  }

  private void split(String whose, long micros, JsonNode line) {
    Instant from = Instant.parse(line.get("from").textValue());
    Instant to = Instant.parse(line.get("to").textValue());
    Map<Instant, Long> buckets = energy.computeIfAbsent(whose, w -> new TreeMap<>());
    parts(micros, from, to, (bucket, part) -> buckets.merge(bucket, part, Math::addExact));
  }

  static void parts(long micros, Instant from, Instant to, BiConsumer<Instant, Long> each) {
    long length = Duration.between(from, to).toNanos();
    long before = 0;
    Instant bucket = Instant.ofEpochSecond(from.getEpochSecond() / 300 * 300);
    for (Instant end = bucket.plusSeconds(300); end.isBefore(to); end = end.plusSeconds(300)) {
      long elapsed = Duration.between(from, end).toNanos();
      long upTo = product(micros, elapsed).divide(BigInteger.valueOf(length)).longValueExact();
      each.accept(bucket, upTo - before);
      before = upTo;
      bucket = end;
    }
    each.accept(bucket, micros - before);
  }

  private static BigInteger product(long one, long other) {
    return BigInteger.valueOf(one).multiply(BigInteger.valueOf(other));
  }

  long measuredMicros() {
    return measuredMicros;
  }

  long calls() {
    return calls;
  }

  /** Every five minutes in which any energy was used. */
  List<Instant> buckets() {
    return energy.values().stream()
        .flatMap(parts -> parts.keySet().stream())
        .distinct()
        .sorted()
        .toList();
  }

  /** Every five minutes in which calls used energy. */
  List<Instant> bucketsOfCalls() {
    return energy.entrySet().stream()
        .filter(each -> each.getKey().startsWith("model "))
        .flatMap(each -> each.getValue().keySet().stream())
        .distinct()
        .toList();
  }

  /** How many receipts' charges cross a boundary of five minutes. */
  static long crossings(List<JsonNode> lines) {
    return lines.stream()
        .flatMap(line -> line.findValues("charges").stream())
        .filter(charges -> charges.size() > 0)
        .filter(charges -> bucket(charges, "from") != bucket(charges, "to"))
        .count();
  }

  private static long bucket(JsonNode charges, String time) {
    return Instant.parse(charges.get(0).get(time).textValue()).getEpochSecond() / 300;
  }

  /** Microjoules of all accounts whose five minutes have no price yet. */
  long pendingMicros(OwnLadder ladder) {
    long[] sum = new long[1];
    energy.forEach(
        (whose, parts) -> {
          if (whose.startsWith("account ")) {
            parts.forEach((at, micros) -> sum[0] += ladder.decided(at).isEmpty() ? micros : 0);
          }
        });
    return sum[0];
  }

  /** Nanograms by whose and tier, where there are any. */
  Map<String, Long> grams(OwnLadder ladder) {
    Map<String, BigInteger> parts = new TreeMap<>();
    energy.forEach(
        (whose, buckets) ->
            buckets.forEach(
                (bucket, micros) ->
                    ladder
                        .decided(bucket)
                        .ifPresent(
                            price ->
                                parts.merge(
                                    whose + " " + price.tier(),
                                    product(micros, price.milligrams() * PUE_THOUSANDTHS),
                                    BigInteger::add))));
    Map<String, Long> grams = new TreeMap<>();
    parts.forEach((key, sum) -> put(grams, key, sum.divide(PARTS_PER_NANOGRAM).longValueExact()));
    return grams;
  }

  static void put(Map<String, Long> grams, String key, long nanograms) {
    if (nanograms != 0) {
      grams.put(key, nanograms);
    }
  }

  /** Nanograms by which what is known now of measured energy is more than what was first booked. */
  long restated(OwnLadder ladder) {
    BigInteger sum = BigInteger.ZERO;
    for (Map.Entry<String, Map<Instant, Long>> each : energy.entrySet()) {
      if (each.getKey().startsWith("account ")) {
        sum = sum.add(restated(each.getValue(), ladder));
      }
    }
    return sum.divide(PARTS_PER_NANOGRAM).longValueExact();
  }

  private static BigInteger restated(Map<Instant, Long> buckets, OwnLadder ladder) {
    BigInteger sum = BigInteger.ZERO;
    for (Map.Entry<Instant, Long> part : buckets.entrySet()) {
      if (ladder.decided(part.getKey()).isPresent()) {
        Price first = ladder.decided(part.getKey()).get();
        long change = ladder.knownNow(part.getKey()).milligrams() - first.milligrams();
        sum = sum.add(product(part.getValue(), change * PUE_THOUSANDTHS));
      }
    }
    return sum;
  }

  /** Nanograms of making the device, by whose. */
  Map<String, Long> embodied() {
    Map<String, Long> grams = new TreeMap<>();
    nanos.forEach(
        (whose, time) ->
            put(
                grams,
                whose + " embodied",
                MADE_NANOGRAMS
                    .multiply(BigInteger.valueOf(time))
                    .multiply(BigInteger.valueOf(1_000))
                    .divide(LIFE_NANOS_THOUSANDTHS)
                    .longValueExact()));
    return grams;
  }
}
