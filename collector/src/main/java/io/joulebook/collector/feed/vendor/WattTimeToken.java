package io.joulebook.collector.feed.vendor;

import io.joulebook.collector.feed.FetchOutcome;
import io.joulebook.collector.feed.InvalidReadingException;
import io.joulebook.collector.feed.http.Credential;
import io.joulebook.collector.feed.http.FeedClient;
import io.joulebook.collector.feed.http.JsonBody;
import io.joulebook.collector.feed.http.Query;
import io.joulebook.collector.feed.http.Secret;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** WattTime's token, which its login gives for half an hour. For one thread. */
final class WattTimeToken {
  private static final Duration RENEW_AFTER = Duration.ofMinutes(25);

  private final FeedClient client;
  private final URI login;
  private final String user;
  private final Credential password;
  private final InstantSource clock;
  private @Nullable Secret token;
  private Instant since = Instant.EPOCH;

  WattTimeToken(
      FeedClient client, URI base, String user, Credential password, InstantSource clock) {
    this.client = client;
    // The login is at /login, though all data are below /v3.
    this.login = new Query(base, "/login").uri();
    this.user = user;
    this.password = password;
    this.clock = clock;
  }

  /** Whether a token is at hand that should still be good. */
  boolean isFresh() {
    Duration age = Duration.between(since, clock.instant());
    return token != null && !age.isNegative() && age.compareTo(RENEW_AFTER) < 0;
  }

  /** The header that shows the token, if there is one. */
  Map<String, String> header() {
    return token == null ? Map.of() : Map.of("Authorization", "Bearer " + token.reveal());
  }

  /** Logs in; what went wrong, if anything did. */
  Optional<FetchOutcome> renew() {
    token = null;
    Optional<Secret> secret = password.now();
    return secret.isEmpty()
        ? Optional.of(new FetchOutcome.AuthFailed(false))
        : take(client.get(login, Map.of("Authorization", basic(secret.get()))));
  }

  private String basic(Secret secret) {
    byte[] pair = (user + ":" + secret.reveal()).getBytes(StandardCharsets.UTF_8);
    return "Basic " + Base64.getEncoder().encodeToString(pair);
  }

  private Optional<FetchOutcome> take(JsonBody answer) {
    if (answer instanceof JsonBody.Body body) {
      return take(body);
    }
    FetchOutcome outcome = ((JsonBody.None) answer).outcome();
    return Optional.of(isRefusal(outcome) ? new FetchOutcome.AuthFailed() : outcome);
  }

  // A login page in HTML is a refusal as well.
  private static boolean isRefusal(FetchOutcome outcome) {
    return outcome instanceof FetchOutcome.NotEntitled
        || outcome instanceof FetchOutcome.Malformed
        || outcome instanceof FetchOutcome.NoData;
  }

  private Optional<FetchOutcome> take(JsonBody.Body body) {
    try {
      Object text = Fields.value(Fields.object(body.json()), "token");
      token = Secret.of(text instanceof String given ? given : "");
      since = clock.instant();
      return Optional.empty();
    } catch (InvalidReadingException | IllegalArgumentException e) {
      return Optional.of(new FetchOutcome.AuthFailed());
    }
  }
}
