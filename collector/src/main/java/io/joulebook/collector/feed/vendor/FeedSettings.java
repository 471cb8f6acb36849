package io.joulebook.collector.feed.vendor;

import io.joulebook.collector.feed.http.Credential;
import io.joulebook.collector.feed.http.Secret;
import io.joulebook.collector.grid.Basis;
import io.joulebook.collector.grid.EmissionMethod;
import io.joulebook.collector.grid.Signal;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/** What was told about the feeds. Immutable; its text has no secret. */
public final class FeedSettings {
  /** Nothing was told. */
  public static final FeedSettings NONE = FeedSettings.of(Map.of(), Map.of(), Optional.empty());

  /** What may be stated of a feed; that it is unspecified may not. */
  static final List<Signal> SIGNALS = List.of(Signal.AVERAGE, Signal.MARGINAL);

  static final List<Basis> BASES = List.of(Basis.LIFECYCLE, Basis.DIRECT);

  private final Map<FeedOption, String> options;
  private final Map<FeedOption, Secret> secrets;
  private final Optional<HttpJsonDescription> httpJson;

  private FeedSettings(
      Map<FeedOption, String> options,
      Map<FeedOption, Secret> secrets,
      Optional<HttpJsonDescription> httpJson) {
    this.options = options;
    this.secrets = secrets;
    this.httpJson = httpJson;
  }

  /**
   * The settings of these options.
   *
   * @param options what was told, apart from secrets
   * @param secrets the options that are secrets
   * @param httpJson the service that the feed {@code http-json} asks
   * @throws IllegalArgumentException if a secret is among the options, or the other way about; the
   *     message names the key alone
   */
  public static FeedSettings of(
      Map<FeedOption, String> options,
      Map<FeedOption, Secret> secrets,
      Optional<HttpJsonDescription> httpJson) {
    options.keySet().stream().filter(FeedOption::isSecret).forEach(FeedSettings::refuse);
    secrets.keySet().stream().filter(option -> !option.isSecret()).forEach(FeedSettings::refuse);
    return new FeedSettings(Map.copyOf(options), Map.copyOf(secrets), httpJson);
  }

  private static void refuse(FeedOption option) {
    throw new IllegalArgumentException(option.key() + " is on the wrong side of secrecy");
  }

  /** What was told; none if nothing was, or an empty text. */
  Optional<String> option(FeedOption option) {
    return Optional.ofNullable(options.get(option)).map(String::strip).filter(t -> !t.isEmpty());
  }

  /**
   * What was told.
   *
   * @throws IllegalArgumentException if nothing was; the message says what may be
   */
  String required(FeedOption option) {
    return option(option).orElseThrow(() -> missing(option, option.allowed()));
  }

  /**
   * The path that was told.
   *
   * @throws IllegalArgumentException if none was, or it is no path
   */
  Path path(FeedOption option) {
    String text = required(option);
    try {
      return Path.of(text);
    } catch (InvalidPathException e) {
      throw new IllegalArgumentException(
          option.key() + ": '" + text + "' is not allowed; " + option.allowed() + " is", e);
    }
  }

  /**
   * A secret that is told itself or by the file it stands in.
   *
   * @throws IllegalArgumentException if neither is told
   */
  Credential credential(FeedOption told, FeedOption file) {
    Optional<Credential> itself = Optional.ofNullable(secrets.get(told)).map(Credential::of);
    return itself
        .or(() -> option(file).map(text -> Credential.in(path(file))))
        .orElseThrow(
            () -> missing(told, told.allowed() + "; or " + file.key() + ", " + file.allowed()));
  }

  /** The key of what {@link #credential} reads. */
  String credentialKey(FeedOption told, FeedOption file) {
    return secrets.containsKey(told) ? told.key() : file.key();
  }

  /**
   * The signal and basis that two options tell.
   *
   * @throws IllegalArgumentException if one of them is missing or wrong
   */
  EmissionMethod method(FeedOption signal, FeedOption basis) {
    return new EmissionMethod(
        oneOf(signal, required(signal), SIGNALS, Signal::label),
        oneOf(basis, required(basis), BASES, Basis::label));
  }

  /** The value of that name. */
  static <E> E oneOf(
      FeedOption option, String text, Collection<E> values, Function<E, String> name) {
    return values.stream()
        .filter(value -> name.apply(value).equals(text))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    option.key()
                        + ": '"
                        + text
                        + "' is not allowed; "
                        + values.stream().map(name).collect(Collectors.joining(" or "))
                        + " is"));
  }

  /** The service that the feed {@code http-json} asks. */
  Optional<HttpJsonDescription> httpJson() {
    return httpJson;
  }

  /** The hosts that feeds may talk to beside their vendors', in lower case. */
  Set<String> hosts() {
    return Arrays.stream(option(FeedOption.HOSTS).orElse("").split(",", -1))
        .map(host -> host.strip().toLowerCase(Locale.ROOT))
        .filter(host -> !host.isEmpty())
        .collect(Collectors.toUnmodifiableSet());
  }

  private static IllegalArgumentException missing(FeedOption option, String allowed) {
    return new IllegalArgumentException(option.key() + " is not set; it has to be: " + allowed);
  }

  /** The options by key, and the keys of the secrets. */
  @Override
  public String toString() {
    Map<String, String> shown = new TreeMap<>();
    options.forEach((option, text) -> shown.put(option.key(), option.shown(text)));
    secrets.forEach((option, secret) -> shown.put(option.key(), secret.toString()));
    httpJson.ifPresent(description -> shown.put("feeds.http-json", description.toString()));
    return shown.toString();
  }

  // A URL with a password in it is refused when the feed is opened; this may come earlier.
}
