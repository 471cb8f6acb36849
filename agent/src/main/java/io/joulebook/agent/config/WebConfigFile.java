package io.joulebook.agent.config;

import io.joulebook.collector.SecretPath;
import io.joulebook.collector.http.SmallFile;
import io.joulebook.collector.http.WebConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A web configuration file in the format of Prometheus' exporter-toolkit:
 * https://github.com/prometheus/exporter-toolkit/blob/master/docs/web-configuration.md. Of its
 * fields those that are not served here are refused by name: a file that asks for more protection
 * than there would be must not be taken. Messages have lines and columns, and no text of the file.
 *
 * @param path the file; those that it names may be relative to its folder
 */
public record WebConfigFile(Path path) implements WebConfig.File {
  private static final Set<String> ROOT =
      Set.of("tls_server_config", "basic_auth_users", "http_server_config");
  private static final Set<String> TLS =
      Set.of(
          "cert_file",
          "key_file",
          "client_auth_type",
          "client_ca_file",
          "min_version",
          "max_version");
  private static final Set<String> HTTP = Set.of("http2");
  private static final List<String> VERSIONS = List.of("TLS12", "TLS13");
  private static final Pattern BCRYPT =
      Pattern.compile("\\$2[aby]\\$([0-9]{2})\\$[./A-Za-z0-9]{53}");

  /** At 14 a comparison takes about a second; at 31 it would take days. */
  private static final int MOST_COST = 14;

  private static final int LEAST_COST = 4;

  @Override
  public WebConfig read() throws IOException {
    try {
      YamlMap root = YamlMap.read(SmallFile.read("metrics.web-config", path));
      root.allow(ROOT);
      Optional<YamlMap> tls = root.map("tls_server_config");
      Optional<YamlMap> users = root.map("basic_auth_users");
      if (root.map("http_server_config").isPresent()) {
        checkHttp(root.map("http_server_config").get());
      }
      return new WebConfig(
          tls.isPresent() ? Optional.of(tls(tls.get())) : Optional.empty(),
          users.isPresent() ? users(users.get()) : Map.of());
    } catch (YamlException e) {
      throw new IOException("metrics.web-config " + path + e.place() + " " + e.what(), e);
    }
  }

  private static void checkHttp(YamlMap http) throws YamlException {
    http.allow(HTTP);
    if (!http.text("http2").orElse("false").equals("false")) {
      throw http.refused("http2", "must be false: HTTP/2 is not served");
    }
  }

  private WebConfig.Tls tls(YamlMap tls) throws YamlException {
    tls.allow(TLS);
    boolean hasClientCa = tls.text("client_ca_file").isPresent();
    Optional<Path> clientCa =
        hasClientCa ? Optional.of(beside(tls, "client_ca_file")) : Optional.empty();
    boolean asks = tls.text("client_auth_type").orElse("NoClientCert").equals(VERIFY);
    if (!asks && !tls.text("client_auth_type").orElse(NONE).equals(NONE)) {
      throw tls.refused("client_auth_type", "must be " + NONE + " or " + VERIFY);
    }
    if (asks != clientCa.isPresent()) {
      throw tls.refused(
          asks ? "client_auth_type" : "client_ca_file",
          "needs both: client_auth_type: " + VERIFY + " and a client_ca_file");
    }
    return new WebConfig.Tls(
        beside(tls, "cert_file"), beside(tls, "key_file"), clientCa, versions(tls));
  }

  private static final String NONE = "NoClientCert";
  private static final String VERIFY = "RequireAndVerifyClientCert";

  private static List<String> versions(YamlMap tls) throws YamlException {
    int least = version(tls, "min_version", 0);
    int most = version(tls, "max_version", VERSIONS.size() - 1);
    if (least > most) {
      throw tls.refused("min_version", "is above max_version");
    }
    return VERSIONS.subList(least, most + 1).stream()
        .map(version -> version.replace("TLS1", "TLSv1."))
        .toList();
  }

  private static int version(YamlMap tls, String key, int fallback) throws YamlException {
    Optional<String> text = tls.text(key);
    int found = text.isEmpty() ? fallback : VERSIONS.indexOf(text.get());
    if (found < 0) {
      throw tls.refused(key, "must be one of " + VERSIONS);
    }
    return found;
  }

  // What is no path may be the key itself.
  private Path beside(YamlMap tls, String key) throws YamlException {
    String file = tls.required(key);
    try {
      Path beside = path.resolveSibling(file);
      if (Files.exists(beside) || SecretPath.shown(file).equals(file)) {
        return beside;
      }
    } catch (InvalidPathException none) {
      throw tls.refused(key, "must be the path of a file");
    }
    throw tls.refused(key, "must be the path of a file that exists");
  }

  private static Map<String, String> users(YamlMap users) throws YamlException {
    Map<String, String> hashes = new HashMap<>();
    for (String user : users.keys()) {
      String hash = users.required(user);
      Matcher bcrypt = BCRYPT.matcher(hash);
      if (!bcrypt.matches()) {
        throw users.refused(user, "must be a bcrypt hash ($2y$…), e.g. of htpasswd -nBC 10 USER");
      }
      int cost = Integer.parseInt(bcrypt.group(1));
      if (cost < LEAST_COST || cost > MOST_COST) {
        throw users.refused(
            user, "must have a bcrypt cost from " + LEAST_COST + " to " + MOST_COST);
      }
      hashes.put(user, hash);
    }
    if (hashes.isEmpty()) {
      throw users.refused("must name a user");
    }
    return hashes;
  }

  /** The fields that are understood, for people. */
  static Set<String> fields() {
    Set<String> all = new TreeSet<>(ROOT);
    all.addAll(TLS);
    return all;
  }
}
