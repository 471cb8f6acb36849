package io.joulebook.collector.http;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.CancelledKeyException;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * An HTTP endpoint that one daemon thread serves, without ever waiting for a client.
 *
 * <p>The JDK's own server would need three threads for this (dispatcher, timer, worker), takes its
 * time limits only from system properties that hold for the host's servers too, and without them
 * lets one client that drips bytes hold up every scrape. Here each connection is a small state
 * machine with a deadline ({@link Connection}), all of them on one selector. A scrape is computed
 * on the same thread, some milliseconds at most, so scrapes queue behind each other and nothing
 * else. It speaks HTTP/1.0 and 1.1, GET and HEAD, with TLS if that is configured.
 *
 * <p>The thread has a stack of its own size, whatever the host's default is, and outlives every
 * error: what fails costs the connection that it failed on.
 */
public final class Endpoint implements AutoCloseable {
  private static final long PAUSE_NANOS = 100_000_000L;
  private static final long NANOS_PER_MILLI = 1_000_000L;
  private static final long JOIN_MILLIS = 2_000;

  /** Enough for a TLS handshake, where a host's -Xss may leave 180 kB. */
  private static final long STACK_BYTES = 512 * 1024;

  private final Selector selector;
  private final Connections connections;
  private final Listener listener;
  private final InetSocketAddress address;
  private final HttpHandler site;
  private final Protection protection;
  private final EndpointSettings settings;
  private final Limits limits;
  private final SocketBuffer buffer;
  private final Thread thread;
  private volatile boolean open = true;
  private volatile @Nullable Throwable lastFailure;

  private Endpoint(
      Listener listener,
      Selector selector,
      SocketBuffer buffer,
      HttpHandler site,
      Protection protection,
      EndpointSettings settings,
      Limits limits)
      throws IOException {
    this.listener = listener;
    this.selector = selector;
    this.buffer = buffer;
    connections = new Connections(selector, limits);
    this.protection = protection;
    this.settings = settings;
    this.limits = limits;
    address = listener.address();
    this.site =
        new HostCheckingHandler(
            protection.guard(noting(site), selector::wakeup),
            ServedNames.of(address, settings.address(), settings.hosts()),
            settings.say());
    thread = new Thread(null, this::run, "joulebook-http", STACK_BYTES, false);
    thread.setDaemon(true);
    // Whatever ends the thread ends the endpoint, not with a trace on the host's error stream.
    thread.setUncaughtExceptionHandler((ended, error) -> open = false);
    thread.setContextClassLoader(Endpoint.class.getClassLoader());
  }

  private HttpHandler noting(HttpHandler site) {
    return request -> {
      try {
        return site.answer(request);
      } catch (Throwable failure) {
        lastFailure = failure;
        throw failure;
      }
    };
  }

  /**
   * Binds the address and starts to serve.
   *
   * @throws EndpointException if the address cannot be bound, or what is to protect it be used
   */
  public static Endpoint open(EndpointSettings settings, HttpHandler site)
      throws EndpointException {
    return open(settings, site, Limits.DEFAULT);
  }

  static Endpoint open(EndpointSettings settings, HttpHandler site, Limits limits)
      throws EndpointException {
    Protection protection = protection(settings);
    try {
      return bind(settings, site, protection, limits);
    } catch (IOException | IllegalArgumentException e) {
      throw new EndpointException(settings.address(), e);
    }
  }

  /**
   * Looks whether an address can be bound, and binds nothing.
   *
   * @throws EndpointException if it cannot
   */
  public static void checkAddress(EndpointSettings settings) throws EndpointException {
    try {
      Listener.check(settings.address());
    } catch (IOException | IllegalArgumentException e) {
      throw new EndpointException(settings.address(), e);
    }
  }

  /**
   * Looks whether what is to protect an endpoint can be used, and opens nothing.
   *
   * @return who could read it, in words, if other machines could reach it
   * @throws EndpointException if it cannot
   */
  public static Optional<String> check(EndpointSettings settings) throws EndpointException {
    Protection protection = protection(settings);
    return Exposure.of(settings, settings.address(), protection.config());
  }

  private static Protection protection(EndpointSettings settings) throws EndpointException {
    try {
      return new Protection(settings);
    } catch (IOException e) {
      throw EndpointException.unprotected(e);
    }
  }

  private static Endpoint bind(
      EndpointSettings settings, HttpHandler site, Protection protection, Limits limits)
      throws IOException {
    SocketBuffer buffer = new SocketBuffer(); // first, for it fails where memory is short
    Selector selector = Selector.open();
    boolean bound = false;
    try {
      Listener listener = Listener.bind(selector, settings.address());
      try {
        Endpoint endpoint =
            new Endpoint(listener, selector, buffer, site, protection, settings, limits);
        endpoint.thread.start();
        bound = true;
        return endpoint;
      } finally {
        if (!bound) {
          listener.close();
        }
      }
    } finally {
      if (!bound) {
        selector.close();
      }
    }
  }

  /** The address that is served, with the port that was taken if any was to do. */
  public InetSocketAddress address() {
    return address;
  }

  /** A URL that opens the metrics from this machine, with the address as URLs spell it. */
  public String url() {
    return (protection.isTls() ? "https://" : "http://")
        + ReachableAddress.of(settings.address(), address)
        + "/metrics";
  }

  /** Whether other machines may reach it, and nobody has to show who they are; in words. */
  public Optional<String> exposure() {
    return Exposure.of(settings, address, protection.config());
  }

  /** What serving has failed with last, if it has; it goes on all the same. */
  public Optional<Throwable> failure() {
    return Optional.ofNullable(lastFailure);
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
    while (open) {
      try {
        serveOnce();
      } catch (ClosedSelectorException e) {
        open = false;
      } catch (Throwable failure) {
        // Out of memory, most likely, and nothing here may allocate then: wait for better times.
        lastFailure = failure;
        LockSupport.parkNanos(PAUSE_NANOS);
      }
    }
    connections.closeAll();
  }

  private void serveOnce() throws IOException {
    Thread.interrupted(); // or it would not wait
    selector.select(this::advance, timeoutMillis());
    for (SelectionKey key : connections.open()) {
      if (Connections.of(key).isReady()) {
        serve(key);
      }
    }
    // After what others have asked: one more may cost another its place.
    long now = System.nanoTime();
    SocketChannel client = listener.accept(now);
    if (client != null) {
      connections.makeRoom();
      register(client);
    }
    connections.closeExpired(now);
  }

  /** Until the next deadline; 0, which is for ever, if there is none. */
  private long timeoutMillis() {
    long now = System.nanoTime();
    long next = Math.min(connections.nextDeadline(now), listener.pause(now));
    return next == Long.MAX_VALUE ? 0 : Math.max(1, next / NANOS_PER_MILLI + 1);
  }

  private void advance(SelectionKey key) {
    if (!listener.noticed(key)) {
      serve(key);
    }
  }

  private void register(SocketChannel client) throws IOException {
    boolean registered = false;
    try {
      client.configureBlocking(false);
      client.setOption(StandardSocketOptions.TCP_NODELAY, true);
      InetAddress from = ((InetSocketAddress) client.getRemoteAddress()).getAddress();
      Transport transport = protection.transport(client, buffer);
      Connection connection = new Connection(from, transport, site, limits, System.nanoTime());
      client.register(selector, connection.interest(), connection);
      registered = true;
    } catch (IOException e) {
      // The client has gone again; on some systems its socket then takes no option.
      registered = false;
    } finally {
      if (!registered) {
        client.close();
      }
    }
  }

  private void serve(SelectionKey key) {
    boolean goesOn = false;
    try {
      Connection connection = Connections.of(key);
      goesOn = connection.advance();
      if (goesOn) {
        key.interestOps(connection.interest());
        connections.closeSlow();
      }
    } catch (IOException | CancelledKeyException e) {
      goesOn = false;
    } finally {
      if (!goesOn) {
        Connections.close(key);
      }
    }
  }
}
