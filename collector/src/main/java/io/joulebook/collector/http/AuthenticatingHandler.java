package io.joulebook.collector.http;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** A site that answers only who shows a user's password, or the bearer token. */
final class AuthenticatingHandler implements HttpHandler {
  /** Of a password that nobody has: an unknown user takes as long to refuse as a known one. */
  private static final String NOBODY =
      "$2a$10$WqJr6Y4vR2x8b1m3L5k7Eu1Zr9XcVbNmQwErTyUiOpAsDfGhJkLzK";

  private final HttpHandler site;
  private final Supplier<Map<String, String>> users;
  private final Optional<TokenFile> token;
  private final PasswordChecks passwords;

  /**
   * A guarded site.
   *
   * @param users the users' bcrypt hashes, as they are now
   */
  AuthenticatingHandler(
      HttpHandler site,
      Supplier<Map<String, String>> users,
      Optional<TokenFile> token,
      PasswordChecks passwords) {
    this.site = site;
    this.users = users;
    this.token = token;
    this.passwords = passwords;
  }

  @Override
  public Optional<Response> answer(Request request) {
    Map<String, String> now = users.get();
    if (now.isEmpty() && token.isEmpty()) {
      return site.answer(request);
    }
    String[] shown = request.header("authorization").split(" +", 2);
    String value = shown.length == 2 ? shown[1].strip() : "";
    return switch (shown[0].toLowerCase(Locale.ROOT)) {
      case "bearer" ->
          token.filter(file -> file.isRight(value)).isPresent()
              ? site.answer(request)
              : Optional.of(unauthorised(now));
      case "basic" -> basic(request, value, now);
      default -> Optional.of(unauthorised(now));
    };
  }

  private Optional<Response> basic(Request request, String value, Map<String, String> now) {
    String shown = decoded(value);
    int colon = shown.indexOf(':');
    if (colon < 0 || now.isEmpty()) {
      return Optional.of(unauthorised(now));
    }
    String user = shown.substring(0, colon);
    String hash = now.getOrDefault(user, NOBODY);
    String password = shown.substring(colon + 1);
    return switch (passwords.check(request.client(), user, password, hash)) {
      case RIGHT -> now.containsKey(user) ? site.answer(request) : Optional.of(unauthorised(now));
      case WRONG -> Optional.of(unauthorised(now));
      case NOT_YET -> Optional.empty();
      case TOO_MANY ->
          Optional.of(
              Response.text("429 Too Many Requests", "too many passwords wait to be checked")
                  .with("Retry-After", "1"));
    };
  }

  private static String decoded(String value) {
    try {
      return new String(Base64.getDecoder().decode(value), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      return "";
    }
  }

  private Response unauthorised(Map<String, String> now) {
    Response response =
        Response.text("401 Unauthorized", "metrics are served to who shows a password or token");
    return response.with(
        "WWW-Authenticate",
        now.isEmpty() ? "Bearer realm=\"Joulebook\"" : "Basic realm=\"Joulebook\"");
  }
}
