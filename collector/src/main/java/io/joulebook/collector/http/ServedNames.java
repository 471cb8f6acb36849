package io.joulebook.collector.http;

import io.joulebook.collector.Glob;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The names under which an endpoint may be asked for. A web page can have its own name point to
 * this machine and then read what is served here (DNS rebinding); the browser still sends that
 * name, and it is refused. Names are compared, never looked up.
 *
 * <p>Nobody can make an address, or a name that is in no public zone, point elsewhere: on an
 * address that other machines can reach, those are served as well, for Prometheus asks for pods by
 * address, and for services of a compose file or a cluster by such a name.
 *
 * @param bound the address that is served
 * @param configured the host as the configuration names it
 * @param own this machine's own names, in lower case
 * @param more other names that are allowed
 */
record ServedNames(InetAddress bound, String configured, Set<String> own, List<Glob> more) {
  private static final String BYTE = "(25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])";
  private static final Pattern IPV4 = Pattern.compile(BYTE + "(\\." + BYTE + "){3}");
  private static final Pattern LOCALHOST = Pattern.compile("(.*\\.)?localhost");

  /** One label alone, or a suffix that is reserved or that clusters use inside. */
  private static final Pattern PRIVATE = Pattern.compile("[^.]+|.+\\.(svc|local|internal)");

  /** The names of what is bound there. */
  static ServedNames of(InetSocketAddress bound, InetSocketAddress asked, List<Glob> more) {
    return new ServedNames(
        bound.getAddress(), lowerCase(asked.getHostString()), MachineNames.read(), more);
  }

  /** Whether that name, or address with brackets around one of IPv6, is served. */
  boolean serve(String host) {
    String name = lowerCase(host);
    return more.stream().anyMatch(glob -> glob.matches(name))
        || (isAddress(name) ? serveAddress(name) : serveName(name));
  }

  private static String lowerCase(String host) {
    String lower = host.toLowerCase(Locale.ROOT);
    return lower.endsWith(".") ? lower.substring(0, lower.length() - 1) : lower;
  }

  private static boolean isAddress(String name) {
    return name.startsWith("[") || IPV4.matcher(name).matches();
  }

  private boolean serveAddress(String address) {
    try {
      // An address is parsed and not looked up.
      return !bound.isLoopbackAddress() || InetAddress.getByName(address).isLoopbackAddress();
    } catch (UnknownHostException e) {
      return false;
    }
  }

  private boolean serveName(String name) {
    return LOCALHOST.matcher(name).matches()
        || name.equals(configured)
        || (!bound.isLoopbackAddress() && (own.contains(name) || PRIVATE.matcher(name).matches()));
  }
}
