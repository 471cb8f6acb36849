package io.joulebook.collector.server;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.CancelledKeyException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * An HTTP endpoint that one daemon thread serves, without ever waiting for a client.
 *
 * <p>The JDK's own server would need three threads for this (dispatcher, timer, worker), takes its
 * time limits only from system properties that hold for the host's servers too, and without them
 * lets one client that drips bytes hold up every scrape. Here each connection is a small state
 * machine with a deadline ({@link Connection}), all of them on one selector. A scrape is computed
 * on the same thread, some milliseconds at most, so scrapes queue behind each other and nothing
 * else. It speaks HTTP/1.0 and 1.1, GET and HEAD, without TLS.
 */
public final class Endpoint implements AutoCloseable {
  private static final long PAUSE_NANOS = 1_000_000_000L;
  private static final long NANOS_PER_MILLI = 1_000_000L;
  private static final long JOIN_MILLIS = 2_000;

  private final ServerSocketChannel server;
  private final Selector selector;
  private final SelectionKey acceptor;
  private final InetSocketAddress address;
  private final Site site;
  private final Limits limits;
  private final Thread thread;
  private volatile boolean open = true;
  private long resumeAccepting;

  private Endpoint(ServerSocketChannel server, Selector selector, Site site, Limits limits)
      throws IOException {
    this.server = server;
    this.selector = selector;
    this.site = site;
    this.limits = limits;
    address = (InetSocketAddress) server.getLocalAddress();
    server.configureBlocking(false);
    acceptor = server.register(selector, SelectionKey.OP_ACCEPT);
    thread = new Thread(null, this::run, "joulebook-http", 0, false);
    thread.setDaemon(true);
    // Whatever ends the thread ends the endpoint, not with a trace on the host's error stream.
    thread.setUncaughtExceptionHandler((ended, error) -> open = false);
    thread.setContextClassLoader(Endpoint.class.getClassLoader());
  }

  static Endpoint open(InetSocketAddress address, Site site) throws EndpointException {
    return open(address, site, Limits.DEFAULT);
  }

  static Endpoint open(InetSocketAddress address, Site site, Limits limits)
      throws EndpointException {
    if (address.isUnresolved()) {
      throw new EndpointException(address, new IOException("no such host"));
    }
    try {
      Endpoint endpoint = bind(address, site, limits);
      endpoint.thread.start();
      return endpoint;
    } catch (IOException e) {
      throw new EndpointException(address, e);
    }
  }

  private static Endpoint bind(InetSocketAddress address, Site site, Limits limits)
      throws IOException {
    Selector selector = Selector.open();
    try {
      ServerSocketChannel server = ServerSocketChannel.open();
      try {
        return new Endpoint(server.bind(address), selector, site, limits);
      } catch (IOException e) {
        server.close();
        throw e;
      }
    } catch (IOException e) {
      selector.close();
      throw e;
    }
  }

  /** The address that is served, with the port that was taken if any was to do. */
  public InetSocketAddress address() {
    return address;
  }

  /** Stops serving and frees the address. */
  @Override
  public void close() {
    open = false;
    selector.wakeup();
    try {
      thread.join(JOIN_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void run() {
    try {
      while (open) {
        selector.select(this::advance, timeoutMillis());
        closeExpired();
      }
    } catch (IOException e) {
      open = false;
    } finally {
      connections().forEach(Endpoint::close);
      close(acceptor);
      closeSelector();
    }
  }

  private void closeSelector() {
    try {
      selector.close();
    } catch (IOException e) {
      open = false;
    }
  }

  /** Until the next deadline; 0, which is for ever, if there is none. */
  private long timeoutMillis() {
    long now = System.nanoTime();
    long next = Long.MAX_VALUE;
    for (SelectionKey key : connections()) {
      next = Math.min(next, connection(key).deadline() - now);
    }
    if (acceptor.interestOps() == 0) {
      next = Math.min(next, resumeAccepting - now);
    }
    return next == Long.MAX_VALUE ? 0 : Math.max(1, next / NANOS_PER_MILLI + 1);
  }

  private void closeExpired() {
    long now = System.nanoTime();
    if (acceptor.interestOps() == 0 && now - resumeAccepting >= 0) {
      acceptor.interestOps(SelectionKey.OP_ACCEPT);
    }
    for (SelectionKey key : connections()) {
      if (connection(key).isExpired(now)) {
        close(key);
      }
    }
  }

  private List<SelectionKey> connections() {
    List<SelectionKey> found = new ArrayList<>();
    for (SelectionKey key : selector.keys()) {
      if (key.isValid() && key.attachment() != null) {
        found.add(key);
      }
    }
    return found;
  }

  private static Connection connection(SelectionKey key) {
    return (Connection) key.attachment();
  }

  private void advance(SelectionKey key) {
    if (key.equals(acceptor)) {
      accept();
    } else {
      serve(key);
    }
  }

  /** A process out of file descriptors would be asked again at once, for ever: pause instead. */
  private void accept() {
    try {
      SocketChannel client = server.accept();
      if (client != null) {
        makeRoom();
        register(client);
      }
    } catch (IOException e) {
      acceptor.interestOps(0);
      resumeAccepting = System.nanoTime() + PAUSE_NANOS;
    }
  }

  private void makeRoom() {
    List<SelectionKey> all = connections();
    if (all.size() >= limits.connections()) {
      all.stream()
          .min(Comparator.comparingLong(key -> connection(key).opened()))
          .ifPresent(Endpoint::close);
    }
  }

  private void register(SocketChannel client) throws IOException {
    try {
      client.configureBlocking(false);
      client.setOption(StandardSocketOptions.TCP_NODELAY, true);
      Connection connection = new Connection(client, site, limits, System.nanoTime());
      client.register(selector, connection.interest(), connection);
    } catch (IOException e) {
      // The client has gone again; on some systems its socket then takes no option.
      client.close();
    }
  }

  private static void serve(SelectionKey key) {
    try {
      if (connection(key).advance(System.nanoTime())) {
        key.interestOps(connection(key).interest());
      } else {
        close(key);
      }
    } catch (IOException | CancelledKeyException e) {
      close(key);
    }
  }

  private static void close(SelectionKey key) {
    try {
      key.channel().close();
    } catch (IOException e) {
      key.cancel();
    }
  }
}
