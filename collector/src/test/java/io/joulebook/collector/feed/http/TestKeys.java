package io.joulebook.collector.feed.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** A certificate authority and what it signed, made by the JDK's keytool. */
final class TestKeys {
  static final String GOOD = "good";
  static final String EXPIRED = "expired";
  static final String OTHER_HOST = "other";

  private static final String CA = "ca";
  private static final char[] PASSWORD = "changeit".toCharArray();

  private final KeyStore all;

  private TestKeys(KeyStore all) {
    this.all = all;
  }

  static TestKeys in(Path folder) throws IOException, GeneralSecurityException {
    Path file = folder.resolve("keys.p12");
    String here = "san=dns:localhost,ip:127.0.0.1";
    make(file, CA, "-ext", "bc:c");
    make(file, GOOD, "-signer", CA, "-ext", here);
    make(file, EXPIRED, "-signer", CA, "-ext", here, "-startdate", "-3d", "-validity", "1");
    make(file, OTHER_HOST, "-signer", CA, "-ext", "san=dns:elsewhere.example");
    KeyStore all = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(file)) {
      all.load(in, PASSWORD);
    }
    return new TestKeys(all);
  }

  private static void make(Path file, String alias, String... more) throws IOException {
    String keytool = Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
    List<String> command = new ArrayList<>(List.of(keytool, "-genkeypair", "-alias", alias));
    command.addAll(List.of("-keystore", file.toString(), "-storepass", new String(PASSWORD)));
    command.addAll(List.of("-keyalg", "EC", "-dname", "CN=" + alias));
    command.addAll(List.of(more));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(Files.exists(file)).as(said).isTrue();
  }

  /** A socket on this machine with one of these keys. */
  ServerSocket socket(String alias) throws IOException, GeneralSecurityException {
    KeyStore one = KeyStore.getInstance("PKCS12");
    one.load(null, PASSWORD);
    one.setKeyEntry(alias, all.getKey(alias, PASSWORD), PASSWORD, all.getCertificateChain(alias));
    KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    keys.init(one, PASSWORD);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(keys.getKeyManagers(), null, null);
    InetAddress here = InetAddress.getByAddress(new byte[] {127, 0, 0, 1});
    return context.getServerSocketFactory().createServerSocket(0, 50, here);
  }

  /** What trusts this authority and no other. */
  SSLContext trust() throws IOException, GeneralSecurityException {
    KeyStore one = KeyStore.getInstance("PKCS12");
    one.load(null, PASSWORD);
    one.setCertificateEntry(CA, all.getCertificate(CA));
    TrustManagerFactory trust =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(one);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, trust.getTrustManagers(), null);
    return context;
  }
}
