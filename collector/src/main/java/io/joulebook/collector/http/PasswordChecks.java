package io.joulebook.collector.http;

import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.mindrot.jbcrypt.BCrypt;

/**
 * Compares passwords with their bcrypt hashes, which takes a tenth of a second or more on purpose,
 * on a daemon thread that lives while there is something to compare. After a wrong one its client
 * rests for a second, and everybody for a tenth of that: who guesses holds up himself, and takes at
 * most ten comparisons a second however many addresses he has. What was found is kept by a keyed
 * hash of user, password and bcrypt hash, so whoever has been admitted is not held up at all.
 * Thread-safe.
 */
final class PasswordChecks {
  /** How long a client rests after a wrong password. */
  static final Duration REST = Duration.ofSeconds(1);

  /** How long everybody does. */
  static final Duration PAUSE = Duration.ofMillis(100);

  private static final int KEPT = 100;
  private static final int WAITING = 64;
  private static final int WAITING_OF_A_CLIENT = 16;
  private static final long STACK_BYTES = 256 * 1024;
  private static final long IDLE_NANOS = 5_000_000_000L;
  private static final long NANOS_PER_MILLI = 1_000_000L;

  /** What a provider gives to one customer, who has all its addresses, is at least this long. */
  private static final int IPV6_NETWORK_BYTES = 8;

  private final Runnable wake;
  private final Duration rest;
  private final Duration pause;
  private final byte[] salt = new byte[16];
  private final Map<String, Boolean> known = new LinkedHashMap<>();
  private final Map<String, Attempt> waiting = new LinkedHashMap<>();

  /** Until which {@link System#nanoTime} a client rests. */
  private final Map<String, Long> resting = new HashMap<>();

  private boolean running;

  private record Attempt(String client, String key, String password, String hash) {
    String id() {
      return client + key;
    }
  }

  /** What is known of a password. */
  enum Finding {
    RIGHT,
    WRONG,
    /** It is being compared; the endpoint is woken when that is done. */
    NOT_YET,
    /** Too many wait to be compared. */
    TOO_MANY
  }

  PasswordChecks(Runnable wake, Duration rest, Duration pause) {
    this.wake = wake;
    this.rest = rest;
    this.pause = pause;
    new SecureRandom().nextBytes(salt);
  }

  /** What is known of a password that a client has shown; to be asked again if it is not yet. */
  synchronized Finding check(InetAddress client, String user, String password, String hash) {
    String key = key(user, password, hash);
    Boolean found = known.get(key);
    if (found != null) {
      return found ? Finding.RIGHT : Finding.WRONG;
    }
    Attempt attempt = new Attempt(network(client), key, password, hash);
    if (waiting.containsKey(attempt.id())) {
      return Finding.NOT_YET;
    }
    if (isFull(attempt.client) || !(running || start())) {
      return Finding.TOO_MANY;
    }
    waiting.put(attempt.id(), attempt);
    notifyAll();
    return Finding.NOT_YET;
  }

  private boolean isFull(String client) {
    return waiting.size() >= WAITING
        || waiting.values().stream().filter(attempt -> attempt.client.equals(client)).count()
            >= WAITING_OF_A_CLIENT;
  }

  private static String network(InetAddress client) {
    byte[] address = client.getAddress();
    return HexFormat.of().formatHex(address, 0, Math.min(address.length, IPV6_NETWORK_BYTES));
  }

  private boolean start() {
    Thread thread = new Thread(null, this::run, "joulebook-passwords", STACK_BYTES, false);
    thread.setDaemon(true);
    thread.setUncaughtExceptionHandler((ended, error) -> stopped());
    thread.setContextClassLoader(PasswordChecks.class.getClassLoader());
    try {
      thread.start();
      running = true;
    } catch (OutOfMemoryError noThread) {
      running = false;
    }
    return running;
  }

  private synchronized void stopped() {
    running = false;
    waiting.clear();
  }

  private void run() {
    try {
      for (Optional<Attempt> next = next(); next.isPresent(); next = next()) {
        boolean right = isRight(next.get());
        settle(next.get(), right);
        wake.run();
        if (!right) {
          Thread.sleep(pause.toMillis());
        }
      }
    } catch (InterruptedException e) {
      stopped();
    }
  }

  /** The next to compare; empty, and the thread is to end, if none has come for a while. */
  private synchronized Optional<Attempt> next() throws InterruptedException {
    long end = System.nanoTime() + IDLE_NANOS;
    while (true) {
      long now = System.nanoTime();
      resting.values().removeIf(until -> until - now <= 0);
      Optional<Attempt> next =
          waiting.values().stream()
              .filter(attempt -> !resting.containsKey(attempt.client))
              .findFirst();
      if (next.isPresent() || (waiting.isEmpty() && end - now <= 0)) {
        running = next.isPresent();
        return next;
      }
      long wait = waiting.isEmpty() ? end - now : rest.toNanos();
      for (long until : resting.values()) {
        wait = Math.min(wait, until - now);
      }
      wait(wait / NANOS_PER_MILLI + 1);
    }
  }

  private synchronized void settle(Attempt attempt, boolean right) {
    waiting.remove(attempt.id());
    keep(attempt.key, right);
    if (!right) {
      resting.put(attempt.client, System.nanoTime() + rest.toNanos());
    }
  }

  private static boolean isRight(Attempt attempt) {
    try {
      // The library knows the oldest name only of the three that the format has.
      return BCrypt.checkpw(attempt.password, "$2a" + attempt.hash.substring("$2y".length()));
    } catch (RuntimeException e) {
      return false;
    }
  }

  // What was wrong goes first: guesses must not push out who was admitted.
  private void keep(String key, boolean right) {
    if (known.size() >= KEPT && !known.values().remove(false)) {
      Iterator<String> oldest = known.keySet().iterator();
      oldest.next();
      oldest.remove();
    }
    known.put(key, right);
  }

  private String key(String user, String password, String hash) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      digest.update(salt);
      for (String part : new String[] {user, password, hash}) {
        digest.update(MessageDigest.getInstance("SHA-256").digest(utf8(part)));
      }
      return Base64.getEncoder().encodeToString(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
