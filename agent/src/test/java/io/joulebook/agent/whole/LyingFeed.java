package io.joulebook.agent.whole;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A feed on this host whose intensity changes every five minutes, and that fails, lies and comes
 * back as it is told. What time it is it takes from whoever asks.
 */
final class LyingFeed implements AutoCloseable {
  static final String KEY_HEADER = "X-Feed-Key";
  static final String KEY = "sesame-4711-open";

  private static final List<Lie> LIES = List.of(Lie.values());
  private static final Duration FIVE_MINUTES = Duration.ofMinutes(5);
  private static final Duration UNTIL_ACTUAL = Duration.ofMinutes(7);

  /** What it is like for now. */
  enum Mood {
    HONEST,
    LYING,
    FAILING,
    BACK
  }

  private final HttpServer server;
  private final Set<String> said = new ConcurrentSkipListSet<>();
  private final Map<String, Integer> lies = new ConcurrentHashMap<>();
  private final Set<String> failures = new ConcurrentSkipListSet<>();
  private final AtomicInteger strangers = new AtomicInteger();
  private volatile Mood mood = Mood.HONEST;
  private volatile Instant now = Instant.EPOCH;
  private Instant silentSince = Instant.MAX;
  private int nextLie;

  private record Asked(Instant from, Instant now) {}

  private LyingFeed(HttpServer server) {
    this.server = server;
  }

  static LyingFeed open() throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    LyingFeed feed = new LyingFeed(server);
    server.createContext("/", feed::answer);
    server.start();
    return feed;
  }

  /** Where it is asked, with the placeholders of a feed of one's own. */
  String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort() + "/ci?from={from}&to={to}&z={zone}";
  }

  void be(Mood next) {
    mood = next;
  }

  /** What time it was by the clock of whoever asked last. */
  Instant now() {
    return now;
  }

  /** Everything it has said truly: {@code from milligrams kind}. */
  Set<String> said() {
    return said;
  }

  /** How often it has lied, by the reason to be counted. */
  Map<String, Integer> lies() {
    return lies;
  }

  /** How often it has failed; the JDK's client asks once more if a connection breaks off. */
  int failures() {
    return failures.size();
  }

  /** How often somebody came without the key, or to where a redirect had sent them. */
  int strangers() {
    return strangers.get();
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      boolean knowsUs = KEY.equals(exchange.getRequestHeaders().getFirst(KEY_HEADER));
      if (!knowsUs || !exchange.getRequestURI().getPath().equals("/ci")) {
        strangers.incrementAndGet();
      }
      Asked asked = asked(exchange.getRequestURI().getQuery());
      now = asked.now;
      switch (mood) {
        case HONEST, BACK -> json(exchange, rows(asked, asked.now));
        case LYING -> lie(exchange, asked);
        case FAILING -> fail(exchange);
      }
    }
  }

  private static Asked asked(String query) {
    String[] parts = query.split("[=&]", -1);
    return new Asked(Instant.parse(parts[1]), Instant.parse(parts[3]).minus(FIVE_MINUTES));
  }

  // A server that stumbles, and one whose connection breaks off without a word.
  private void fail(HttpExchange exchange) throws IOException {
    if (failures.add(exchange.getRequestURI().toString()) && failures.size() % 2 == 1) {
      send(exchange, 500, "text/plain", "out of order");
    }
  }

  private void lie(HttpExchange exchange, Asked asked) throws IOException {
    silentSince = asked.now.isBefore(silentSince) ? asked.now : silentSince;
    Lie lie = LIES.get(nextLie++ % LIES.size());
    lies.merge(lie.reason(), lie.readings(), Integer::sum);
    List<String> rows = rows(asked, silentSince);
    Instant begin = begin(number(asked.now) - 1);
    switch (lie) {
      case OTHER_ZONE -> send(exchange, 200, "application/json", document("FR", rows));
      case PAGE -> send(exchange, 200, "text/html", "<html>hello</html>");
      case PAGE_CALLED_JSON -> send(exchange, 200, "application/json", "<html>hello</html>");
      case NAN -> json(exchange, with(rows, row(begin, "NaN", false)));
      case ELSEWHERE -> sendElsewhere(exchange);
      case TEAPOT -> send(exchange, 418, "application/json", document("DE", rows));
      case COMPRESSED -> sendCompressed(exchange, document("DE", rows));
      case LARGE -> sendLarge(exchange, document("DE", rows));
      case NO_LIST -> send(exchange, 200, "application/json", "{\"zone\":\"DE\",\"data\":7}");
      case NO_TIME -> json(exchange, with(rows, "{\"from\":\"soon\",\"g\":333.333}"));
      case NOTHING -> json(exchange, with(rows, row(begin, "1", false).replace("\"g\"", "\"h\"")));
      case IN_THREE_HOURS ->
          json(exchange, with(rows, row(begin.plusSeconds(10_800), lie.value(), false)));
      case CROOKED -> json(exchange, with(rows, row(begin.plusSeconds(60), lie.value(), false)));
      case TWICE -> json(exchange, with(rows, row(begin, "301", false), row(begin, "401", false)));
      default -> json(exchange, with(rows, row(begin, lie.value(), false)));
    }
  }

  private static List<String> with(List<String> rows, String... more) {
    List<String> all = new ArrayList<>(rows);
    all.addAll(List.of(more));
    return all;
  }

  private static void sendElsewhere(HttpExchange exchange) throws IOException {
    exchange.getResponseHeaders().set("Location", "/elsewhere");
    exchange.sendResponseHeaders(302, -1);
  }

  private static void sendCompressed(HttpExchange exchange, String text) throws IOException {
    exchange.getResponseHeaders().set("Content-Encoding", "gzip");
    send(exchange, 200, "application/json", text);
  }

  private static void sendLarge(HttpExchange exchange, String text) {
    try {
      send(exchange, 200, "application/json", text + " ".repeat(1 << 20));
    } catch (IOException enough) {
      return; // whoever asked has hung up
    }
  }

  private static void json(HttpExchange exchange, List<String> rows) throws IOException {
    send(exchange, 200, "application/json", document("DE", rows));
  }

  private static String document(String zone, List<String> rows) {
    return "{\"zone\":\"" + zone + "\",\"data\":[" + String.join(",", rows) + "]}";
  }

  private static void send(HttpExchange exchange, int status, String type, String text)
      throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    Headers headers = exchange.getResponseHeaders();
    headers.set("Content-Type", type);
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
  }

  // ---- the truth

  /** What is true of the intervals that had ended by then. */
  private List<String> rows(Asked asked, Instant until) {
    List<String> rows = new ArrayList<>();
    for (long bucket = number(asked.from); bucket < number(until); bucket++) {
      boolean estimated = isEstimate(bucket, asked.now);
      long milligrams = milligrams(bucket, estimated);
      said.add(begin(bucket) + " " + milligrams + (estimated ? " estimated" : " actual"));
      String grams = String.format("%d.%03d", milligrams / 1_000, milligrams % 1_000);
      rows.add(row(begin(bucket), grams, estimated));
    }
    return rows;
  }

  private static boolean isEstimate(long bucket, Instant now) {
    return bucket % 3 == 0 && begin(bucket + 1).plus(UNTIL_ACTUAL).isAfter(now);
  }

  /** Estimates are 20 g off, upwards or downwards; once it is back it corrects the past. */
  private long milligrams(long bucket, boolean estimated) {
    long truth = 150_000 + bucket * 7_919 % 400_000;
    if (estimated) {
      return bucket % 2 == 0 ? truth + 20_000 : truth - 20_000;
    }
    boolean corrected = mood == Mood.BACK && begin(bucket).isBefore(silentSince);
    return corrected && bucket % 3 != 1 ? truth + (bucket % 3 == 0 ? 11_111 : -7_777) : truth;
  }

  private static String row(Instant begin, String value, boolean estimated) {
    return String.format(
        "{\"from\":\"%s\",\"to\":\"%s\",\"g\":%s,\"estimated\":%b}",
        begin, begin.plus(FIVE_MINUTES), value, estimated);
  }

  private static long number(Instant time) {
    return time.getEpochSecond() / FIVE_MINUTES.toSeconds();
  }

  private static Instant begin(long bucket) {
    return Instant.ofEpochSecond(bucket * FIVE_MINUTES.toSeconds());
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
