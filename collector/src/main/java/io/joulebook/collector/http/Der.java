package io.joulebook.collector.http;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;

/**
 * Puts the older forms of private keys into PKCS #8 (RFC 5208), the only one that the JDK reads:
 * RSA's of RFC 8017, A.1.2, and EC's of RFC 5915.
 */
final class Der {
  private static final int INTEGER = 0x02;
  private static final int OCTETS = 0x04;
  private static final int SEQUENCE = 0x30;
  private static final int PARAMETERS = 0xa0;

  private static final byte[] VERSION = {INTEGER, 1, 0};

  /** 1.2.840.113549.1.1.1, and NULL for its parameters. */
  private static final byte[] RSA = {
    0x06, 0x09, 0x2a, (byte) 0x86, 0x48, (byte) 0x86, (byte) 0xf7, 0x0d, 0x01, 0x01, 0x01, 0x05, 0
  };

  /** 1.2.840.10045.2.1. */
  private static final byte[] EC = {
    0x06, 0x07, 0x2a, (byte) 0x86, 0x48, (byte) 0xce, 0x3d, 0x02, 0x01
  };

  private Der() {}

  static byte[] pkcs8OfRsa(byte[] key) {
    return pkcs8(RSA, key);
  }

  /**
   * A key of EC in PKCS #8.
   *
   * @throws IllegalArgumentException if it does not name its curve
   */
  static byte[] pkcs8OfEc(byte[] key) {
    return pkcs8(joined(EC, curve(key)), key);
  }

  private static byte[] pkcs8(byte[] algorithm, byte[] key) {
    return element(SEQUENCE, joined(VERSION, element(SEQUENCE, algorithm), element(OCTETS, key)));
  }

  private static byte[] curve(byte[] key) {
    int at = contentAt(key, 0);
    while (at < key.length) {
      int content = contentAt(key, at);
      int end = content + lengthAt(key, at);
      if ((key[at] & 0xff) == PARAMETERS && end <= key.length) {
        return Arrays.copyOfRange(key, content, end);
      }
      at = end;
    }
    throw new IllegalArgumentException("no curve");
  }

  private static int contentAt(byte[] der, int at) {
    int first = byteAt(der, at + 1);
    return at + 2 + (first < 0x80 ? 0 : first & 0x7f);
  }

  private static int lengthAt(byte[] der, int at) {
    int length = byteAt(der, at + 1);
    if (length < 0x80) {
      return length;
    }
    int value = 0;
    for (int i = 0; i < (length & 0x7f); i++) {
      value = (value << 8 | byteAt(der, at + 2 + i)) & 0xffffff;
    }
    return value;
  }

  private static int byteAt(byte[] der, int at) {
    if (at >= der.length) {
      throw new IllegalArgumentException("too short");
    }
    return der[at] & 0xff;
  }

  private static byte[] element(int tag, byte[] content) {
    byte[] head =
        content.length < 0x80
            ? new byte[] {(byte) tag, (byte) content.length}
            : new byte[] {
              (byte) tag, (byte) 0x82, (byte) (content.length >> 8), (byte) content.length
            };
    return joined(head, content);
  }

  private static byte[] joined(byte[]... parts) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      all.writeBytes(part);
    }
    return all.toByteArray();
  }
}
