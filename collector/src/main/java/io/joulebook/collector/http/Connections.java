package io.joulebook.collector.http;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

/** The connections of an endpoint, and which of them have to go. For the endpoint's thread. */
final class Connections {
  private static final Comparator<SelectionKey> BY_USE =
      Comparator.comparing(
          Connections::of,
          Comparator.comparingLong(Connection::usedFor).thenComparingLong(Connection::opened));

  private final Selector selector;
  private final Limits limits;

  Connections(Selector selector, Limits limits) {
    this.selector = selector;
    this.limits = limits;
  }

  /** The keys of all that are open. */
  List<SelectionKey> open() {
    List<SelectionKey> found = new ArrayList<>();
    for (SelectionKey key : selector.keys()) {
      if (key.isValid() && key.attachment() != null) {
        found.add(key);
      }
    }
    return found;
  }

  static Connection of(SelectionKey key) {
    return (Connection) key.attachment();
  }

  /** Nanoseconds until one has something to do or has taken too long; a maximum if none is open. */
  long nextDeadline(long now) {
    long next = Long.MAX_VALUE;
    for (SelectionKey key : open()) {
      Connection connection = of(key);
      next = Math.min(next, connection.hasMore() ? 0 : connection.deadline() - now);
    }
    return next;
  }

  /**
   * Makes room for one more. Those that have had no page yet may take up half the room: a client
   * that connects has some time to ask, and a flood costs half of those that were of use at most.
   * The address with the most connections gives one up: the one that was of use for the shortest
   * time.
   */
  void makeRoom() {
    List<SelectionKey> all = open();
    if (all.size() < limits.connections()) {
      return;
    }
    List<SelectionKey> fresh = all.stream().filter(key -> of(key).usedFor() < 0).toList();
    boolean manyFresh = 2 * fresh.size() >= limits.connections();
    List<SelectionKey> candidates = new ArrayList<>(all);
    if (manyFresh) {
      candidates.retainAll(fresh);
    } else {
      candidates.removeAll(fresh);
    }
    Map<InetAddress, Long> held =
        candidates.stream()
            .collect(Collectors.groupingBy(key -> of(key).client(), Collectors.counting()));
    long most = Collections.max(held.values());
    candidates.stream()
        .filter(key -> Objects.equals(held.get(of(key).client()), most))
        .min(BY_USE)
        .ifPresent(Connections::close);
  }

  void closeExpired(long now) {
    for (SelectionKey key : open()) {
      if (of(key).isExpired(now)) {
        close(key);
      }
    }
  }

  /**
   * Responses that clients are slow to read do not fill the host's heap: beyond the limit those go
   * that were begun first, but never the last.
   */
  void closeSlow() {
    List<SelectionKey> reading = new ArrayList<>();
    long bytes = 0;
    for (SelectionKey key : open()) {
      if (of(key).unread() > 0) {
        reading.add(key);
        bytes += of(key).unread();
      }
    }
    reading.sort(Comparator.comparingLong(key -> of(key).deadline()));
    for (int i = 0; i < reading.size() - 1 && bytes > limits.unread(); i++) {
      bytes -= of(reading.get(i)).unread();
      close(reading.get(i));
    }
  }

  /** Closes all, what accepts new ones, and the selector. */
  void closeAll() {
    List.copyOf(selector.keys()).forEach(Connections::close);
    try {
      selector.close();
    } catch (IOException e) {
      return; // it takes no more keys in any case
    }
  }

  static void close(SelectionKey key) {
    try {
      key.channel().close();
    } catch (IOException e) {
      key.cancel();
    }
  }
}
