package io.joulebook.collector;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * Names of models and routes come from the host and may be of any length: here they get one that
 * labels and receipts can carry. What is cut ends in a hash of the whole, so that two names stay
 * two. Thread-safe.
 */
public final class BoundedText {
  /** The longest name on a receipt, in UTF-16 units. */
  static final int ON_RECEIPT = 1_024;

  private static final int ON_LABEL = 200;
  private static final int HASH_BYTES = 8;
  private static final int TAIL = 1 + 2 * HASH_BYTES;

  /** A model has one long name for all its calls: it is hashed once. */
  private static volatile Cut last = new Cut("", 0, "");

  private record Cut(String whole, int most, String text) {}

  private BoundedText() {}

  /** The name as metrics show it: 200 characters at most. */
  public static String onLabel(String name) {
    return within(name, ON_LABEL);
  }

  /** The name as a receipt has it. */
  public static String onReceipt(String name) {
    return within(name, ON_RECEIPT);
  }

  @SuppressWarnings("ReferenceEquality") // The same object need not be compared letter by letter.
  private static String within(String name, int most) {
    if (name.length() <= most) {
      return name;
    }
    Cut known = last;
    if (known.whole == name && known.most == most) {
      return known.text;
    }
    Cut made = new Cut(name, most, cut(name, most));
    last = made;
    return made.text;
  }

  private static String cut(String name, int most) {
    int end = most - TAIL;
    int whole = Character.isHighSurrogate(name.charAt(end - 1)) ? end - 1 : end;
    return name.substring(0, whole) + "…" + hash(name);
  }

  private static String hash(String text) {
    try {
      byte[] all =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(all, 0, HASH_BYTES);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
