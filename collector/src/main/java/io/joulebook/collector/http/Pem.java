package io.joulebook.collector.http;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads certificates and keys from PEM files (RFC 7468); what is wrong with one is said with the
 * file and the line, and without its text.
 */
final class Pem {
  private static final Pattern BEGIN = Pattern.compile("-----BEGIN ([A-Z0-9 ]+)-----");

  private final String key;
  private final Path path;
  private final List<Block> blocks = new ArrayList<>();

  /**
   * One thing in a file.
   *
   * @param line the line that it begins on, from 1
   */
  private record Block(String type, int line, String base64) {
    byte[] der() {
      return Base64.getDecoder().decode(base64);
    }
  }

  private Pem(String key, Path path) throws IOException {
    this.key = key;
    this.path = path;
    String[] lines = SmallFile.read(key, path).split("\r?\n", -1);
    for (int i = 0; i < lines.length; i++) {
      Matcher begin = BEGIN.matcher(lines[i].strip());
      if (begin.matches()) {
        i = block(lines, i, begin.group(1));
      }
    }
  }

  private int block(String[] lines, int begin, String type) throws IOException {
    StringBuilder base64 = new StringBuilder();
    for (int i = begin + 1; i < lines.length; i++) {
      String line = lines[i].strip();
      if (line.equals("-----END " + type + "-----")) {
        blocks.add(new Block(type, begin + 1, checked(base64.toString(), begin + 1)));
        return i;
      }
      if (line.contains(":")) {
        throw refused(i + 1, "is of an encrypted key; it must not be encrypted");
      }
      base64.append(line);
    }
    throw refused(begin + 1, "begins a " + kind(type) + " that does not end");
  }

  private static String kind(String type) {
    return type.contains("KEY") ? "key" : type.contains("CERT") ? "certificate" : "block";
  }

  private String checked(String base64, int line) throws IOException {
    try {
      byte[] unused = Base64.getDecoder().decode(base64);
      return base64;
    } catch (IllegalArgumentException e) {
      // The decoder's message would quote a character.
      throw refused(line, "begins what is not base64");
    }
  }

  private IOException refused(int line, String what) {
    return new IOException(key + " " + path + ", line " + line + " " + what);
  }

  private IOException lacks(String what) {
    return new IOException(key + " " + path + " has no " + what);
  }

  /** The certificates of a file, in its order; at least one. */
  static List<X509Certificate> certificates(String key, Path path) throws IOException {
    Pem pem = new Pem(key, path);
    List<X509Certificate> read = new ArrayList<>();
    for (Block block : pem.blocks) {
      if (block.type.equals("CERTIFICATE")) {
        read.add(pem.certificate(block));
      }
    }
    if (read.isEmpty()) {
      throw pem.lacks("certificate (BEGIN CERTIFICATE)");
    }
    return read;
  }

  private X509Certificate certificate(Block block) throws IOException {
    try {
      return (X509Certificate)
          CertificateFactory.getInstance("X.509")
              .generateCertificate(new ByteArrayInputStream(block.der()));
    } catch (CertificateException e) {
      throw refused(block.line, "begins what is not a certificate");
    }
  }

  /** The first private key of a file: PKCS #8, or the older forms of RSA and EC. */
  static PrivateKey privateKey(String key, Path path) throws IOException {
    Pem pem = new Pem(key, path);
    for (Block block : pem.blocks) {
      if (block.type.endsWith("PRIVATE KEY")) {
        return pem.privateKey(block);
      }
    }
    throw pem.lacks("private key (BEGIN PRIVATE KEY)");
  }

  private PrivateKey privateKey(Block block) throws IOException {
    return switch (block.type) {
      case "PRIVATE KEY" -> pkcs8(block, block.der());
      case "RSA PRIVATE KEY" -> pkcs8(block, Der.pkcs8OfRsa(block.der()));
      case "EC PRIVATE KEY" -> pkcs8(block, ofEc(block));
      default -> throw refused(block.line, "begins a key that is encrypted, or of another kind");
    };
  }

  private byte[] ofEc(Block block) throws IOException {
    try {
      return Der.pkcs8OfEc(block.der());
    } catch (IllegalArgumentException e) {
      throw refused(block.line, "begins a key of an elliptic curve that it does not name");
    }
  }

  private PrivateKey pkcs8(Block block, byte[] der) throws IOException {
    for (String algorithm : List.of("RSA", "EC", "EdDSA", "RSASSA-PSS")) {
      Optional<PrivateKey> found = generate(algorithm, der);
      if (found.isPresent()) {
        return found.get();
      }
    }
    throw refused(block.line, "begins what is not a key of RSA, EC or EdDSA");
  }

  private static Optional<PrivateKey> generate(String algorithm, byte[] der) {
    try {
      return Optional.of(
          KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(der)));
    } catch (GeneralSecurityException | RuntimeException notThis) {
      return Optional.empty();
    }
  }
}
