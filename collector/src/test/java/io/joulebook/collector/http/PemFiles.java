package io.joulebook.collector.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.interfaces.ECPrivateKey;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** Self-signed certificates and their keys, made by the JDK's keytool, as PEM files. */
final class PemFiles {
  private static final char[] PASSWORD = "changeit".toCharArray();

  private final Path folder;
  private final KeyStore store;

  private PemFiles(Path folder, KeyStore store) {
    this.folder = folder;
    this.store = store;
  }

  /** Keys of RSA and EC, and one more, in this folder. */
  static PemFiles in(Path folder) throws IOException, GeneralSecurityException {
    Path file = folder.resolve("keys.p12");
    make(file, "rsa", "-keyalg", "RSA", "-keysize", "2048");
    make(file, "ec", "-keyalg", "EC", "-groupname", "secp256r1");
    make(file, "ed", "-keyalg", "Ed25519");
    make(file, "other", "-keyalg", "EC", "-groupname", "secp256r1");
    KeyStore store = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(file)) {
      store.load(in, PASSWORD);
    }
    return new PemFiles(folder, store);
  }

  private static void make(Path file, String alias, String... more) throws IOException {
    String keytool = Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
    List<String> command = new ArrayList<>(List.of(keytool, "-genkeypair", "-alias", alias));
    command.addAll(List.of("-keystore", file.toString(), "-storepass", new String(PASSWORD)));
    command.addAll(List.of("-dname", "CN=" + alias, "-ext", "san=dns:localhost,ip:127.0.0.1"));
    command.addAll(List.of(more));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(Files.exists(file)).as(said).isTrue();
  }

  Path certificate(String alias) throws IOException, GeneralSecurityException {
    return write(alias + ".crt", "CERTIFICATE", store.getCertificate(alias).getEncoded());
  }

  /** The key in one of the forms that PEM has for it. */
  Path key(String alias, String type) throws IOException, GeneralSecurityException {
    byte[] pkcs8 = store.getKey(alias, PASSWORD).getEncoded();
    return switch (type) {
      case "RSA PRIVATE KEY" -> write("rsa.key", type, Arrays.copyOfRange(pkcs8, 26, pkcs8.length));
      case "EC PRIVATE KEY" -> write("ec.key", type, sec1(alias));
      default -> write(alias + ".key", type, pkcs8);
    };
  }

  // RFC 5915 for P-256, without the public key.
  private byte[] sec1(String alias) throws GeneralSecurityException {
    BigInteger secret = ((ECPrivateKey) store.getKey(alias, PASSWORD)).getS();
    String hex = String.format("%064x", secret);
    return HexFormat.of().parseHex("30310201010420" + hex + "a00a06082a8648ce3d030107");
  }

  Path write(String name, String type, byte[] der) throws IOException {
    String base64 = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
    return Files.writeString(
        folder.resolve(name),
        "-----BEGIN " + type + "-----\n" + base64 + "\n-----END " + type + "-----\n");
  }

  /** What trusts that certificate, and shows the other one if asked. */
  SSLContext client(String trusted, String shown) throws IOException, GeneralSecurityException {
    KeyStore trust = KeyStore.getInstance("PKCS12");
    trust.load(null, PASSWORD);
    trust.setCertificateEntry(trusted, store.getCertificate(trusted));
    TrustManagerFactory trusts = TrustManagerFactory.getInstance("PKIX");
    trusts.init(trust);
    KeyStore own = KeyStore.getInstance("PKCS12");
    own.load(null, PASSWORD);
    own.setKeyEntry(
        shown,
        store.getKey(shown, PASSWORD),
        PASSWORD,
        new Certificate[] {store.getCertificate(shown)});
    KeyManagerFactory keys = KeyManagerFactory.getInstance("PKIX");
    keys.init(own, PASSWORD);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(keys.getKeyManagers(), trusts.getTrustManagers(), null);
    return context;
  }
}
