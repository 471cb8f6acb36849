package io.joulebook.collector.http;

import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;

/** The server's side of TLS, with a certificate of its own. */
final class TlsServer {
  private static final String CERT_FILE = "tls_server_config.cert_file";
  private static final String KEY_FILE = "tls_server_config.key_file";
  private static final String CLIENT_CA_FILE = "tls_server_config.client_ca_file";

  private final SSLContext context;
  private final WebConfig.Tls config;

  private TlsServer(SSLContext context, WebConfig.Tls config) {
    this.context = context;
    this.config = config;
  }

  /**
   * Reads certificate and key.
   *
   * @param paths takes the files that were read
   * @throws IOException if they cannot be used; the message names the file and no text of it
   */
  static TlsServer of(WebConfig.Tls config, List<Path> paths) throws IOException {
    paths.add(config.certificate());
    paths.add(config.key());
    config.clientCa().ifPresent(paths::add);
    List<X509Certificate> chain = Pem.certificates(CERT_FILE, config.certificate());
    PrivateKey key = Pem.privateKey(KEY_FILE, config.key());
    try {
      if (!fit(chain.get(0).getPublicKey(), key)) {
        throw new IOException(
            KEY_FILE + " " + config.key() + " is not the key of " + config.certificate());
      }
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(keyManagers(chain, key), trustManagers(config.clientCa()), null);
      return new TlsServer(context, config);
    } catch (GeneralSecurityException e) {
      throw new IOException(
          CERT_FILE + " " + config.certificate() + " and its key cannot be used for TLS", e);
    }
  }

  // What one signs the other verifies.
  private static boolean fit(PublicKey of, PrivateKey key) throws GeneralSecurityException {
    String algorithm =
        switch (key.getAlgorithm()) {
          case "RSA" -> "SHA256withRSA";
          case "EC" -> "SHA256withECDSA";
          case "RSASSA-PSS" -> "RSASSA-PSS";
          default -> "EdDSA";
        };
    if (algorithm.equals("RSASSA-PSS")) {
      return of.getAlgorithm().equals(algorithm);
    }
    byte[] any = {1, 2, 3};
    Signature signing = Signature.getInstance(algorithm);
    signing.initSign(key);
    signing.update(any);
    byte[] signature = signing.sign();
    Signature verifying = Signature.getInstance(algorithm);
    try {
      verifying.initVerify(of);
      verifying.update(any);
      return verifying.verify(signature);
    } catch (GeneralSecurityException otherKindOfKey) {
      return false;
    }
  }

  private static KeyManager[] keyManagers(List<X509Certificate> chain, PrivateKey key)
      throws GeneralSecurityException, IOException {
    char[] inMemoryOnly = "joulebook".toCharArray();
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    store.setKeyEntry("server", key, inMemoryOnly, chain.toArray(new X509Certificate[0]));
    KeyManagerFactory factory = KeyManagerFactory.getInstance("PKIX");
    factory.init(store, inMemoryOnly);
    return factory.getKeyManagers();
  }

  private static TrustManager[] trustManagers(Optional<Path> file)
      throws GeneralSecurityException, IOException {
    if (file.isEmpty()) {
      return new TrustManager[0];
    }
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    int number = 0;
    for (X509Certificate issuer : Pem.certificates(CLIENT_CA_FILE, file.get())) {
      store.setCertificateEntry("client-ca-" + number++, issuer);
    }
    TrustManagerFactory factory = TrustManagerFactory.getInstance("PKIX");
    factory.init(store);
    return factory.getTrustManagers();
  }

  /** The server's side of one connection. */
  SSLEngine engine() {
    SSLEngine engine = context.createSSLEngine();
    engine.setUseClientMode(false);
    engine.setNeedClientAuth(config.clientCa().isPresent());
    engine.setEnabledProtocols(config.protocols().toArray(new String[0]));
    return engine;
  }
}
