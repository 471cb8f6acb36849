package io.joulebook.collector.http;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The bound address, where new connections come in. For the endpoint's thread. */
final class Listener {
  private static final long PAUSE_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final ServerSocketChannel server;
  private final SelectionKey key;
  private long resumeAt;
  private boolean ready;

  private Listener(ServerSocketChannel server, SelectionKey key) {
    this.server = server;
    this.key = key;
  }

  /** Binds the address; whoever closes the selector's keys closes it. */
  static Listener bind(Selector selector, InetSocketAddress address) throws IOException {
    ServerSocketChannel server = bound(address);
    boolean registered = false;
    try {
      server.configureBlocking(false);
      Listener listener = new Listener(server, server.register(selector, SelectionKey.OP_ACCEPT));
      registered = true;
      return listener;
    } finally {
      if (!registered) {
        server.close();
      }
    }
  }

  /** Fails if the address cannot be bound now; binds nothing. */
  static void check(InetSocketAddress address) throws IOException {
    bound(address).close();
  }

  private static ServerSocketChannel bound(InetSocketAddress address) throws IOException {
    if (address.isUnresolved()) {
      throw new IOException("no such host");
    }
    ServerSocketChannel server = ServerSocketChannel.open();
    boolean bound = false;
    try {
      server.bind(address);
      bound = true;
      return server;
    } finally {
      if (!bound) {
        server.close();
      }
    }
  }

  InetSocketAddress address() throws IOException {
    return (InetSocketAddress) server.getLocalAddress();
  }

  void close() throws IOException {
    server.close();
  }

  /** Notes that somebody wants to connect, if the key is this one's. */
  boolean noticed(SelectionKey selected) {
    boolean ours = selected.equals(key);
    ready |= ours;
    return ours;
  }

  /**
   * The connection that has come in; null if there is none. A process out of file descriptors would
   * be asked again at once, for ever: it pauses instead.
   */
  @Nullable SocketChannel accept(long now) {
    resume(now);
    if (!ready) {
      return null;
    }
    ready = false;
    try {
      return server.accept();
    } catch (IOException e) {
      key.interestOps(0);
      resumeAt = now + PAUSE_NANOS;
      return null;
    }
  }

  private void resume(long now) {
    if (key.interestOps() == 0 && now - resumeAt >= 0) {
      key.interestOps(SelectionKey.OP_ACCEPT);
    }
  }

  /** Nanoseconds until it listens again; a maximum if it does. */
  long pause(long now) {
    return key.interestOps() == 0 ? Math.max(0, resumeAt - now) : Long.MAX_VALUE;
  }
}
