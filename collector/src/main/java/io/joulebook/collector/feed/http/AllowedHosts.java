package io.joulebook.collector.feed.http;

import java.net.URI;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Whom feeds may talk to: by https, and without it on this machine only.
 *
 * @param names the hosts, in lower case, as {@link URI#getHost} spells them: {@code [::1]}
 */
record AllowedHosts(Set<String> names) {
  private static final String BYTE = "(25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])";
  private static final Pattern LOOPBACK =
      Pattern.compile("localhost|\\[::1]|127(\\." + BYTE + "){3}");

  AllowedHosts {
    names = Set.copyOf(names);
  }

  /** Whether that address may be asked. A name is not resolved for this. */
  boolean allow(URI uri) {
    String host = lowerCase(uri.getHost());
    String scheme = lowerCase(uri.getScheme());
    boolean unheard = scheme.equals("https") || (scheme.equals("http") && isLoopback(host));
    return unheard && uri.getRawUserInfo() == null && names.contains(host);
  }

  /** Whether that host, in lower case, is this machine by its very name. */
  static boolean isLoopback(String host) {
    return LOOPBACK.matcher(host).matches();
  }

  private static String lowerCase(@Nullable String host) {
    return host == null ? "" : host.toLowerCase(Locale.ROOT);
  }
}
