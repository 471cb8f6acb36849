package io.joulebook.collector.http;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What protects an endpoint.
 *
 * @param tls the certificate to show; empty to serve without TLS
 * @param users the bcrypt hashes of passwords by user; empty to ask for none
 */
public record WebConfig(Optional<Tls> tls, Map<String, String> users) {
  public WebConfig {
    users = Map.copyOf(users);
  }

  /**
   * The server's side of TLS. All files are PEM.
   *
   * @param certificate the file of the certificate and those that lead to its issuer
   * @param key the file of its private key
   * @param clientCa the file of the issuers whose clients are served; empty to ask for no
   *     certificate
   * @param protocols the versions that are spoken, as the JDK names them
   */
  public record Tls(Path certificate, Path key, Optional<Path> clientCa, List<String> protocols) {}

  /** A file that such a configuration is read from, again when it has changed. */
  public interface File {
    Path path();

    /**
     * Reads it.
     *
     * @throws IOException if it cannot be used; the message says why and where, and quotes nothing
     */
    WebConfig read() throws IOException;
  }

  @Override
  public String toString() {
    return "WebConfig";
  }
}
