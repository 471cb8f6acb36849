package io.joulebook.collector.feed.http;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** A server on this machine that says, byte by byte, what a test wants it to. */
final class MisbehavingServer implements AutoCloseable {
  private static final int PATIENCE_MILLIS = 20_000;

  private final ServerSocket socket;
  private final String scheme;
  private final Manners manners;
  private final List<String> requests = new CopyOnWriteArrayList<>();
  private final List<Socket> connections = new CopyOnWriteArrayList<>();
  private final AtomicInteger accepted = new AtomicInteger();
  private final Semaphore hangUps = new Semaphore(0);

  /** How it treats one connection, which it closes afterwards. */
  interface Manners {
    void serve(Conversation with) throws IOException;
  }

  private MisbehavingServer(ServerSocket socket, String scheme, Manners manners) {
    this.socket = socket;
    this.scheme = scheme;
    this.manners = manners;
    daemon(this::accept);
  }

  static MisbehavingServer that(Manners manners) throws IOException {
    return on(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), manners);
  }

  static MisbehavingServer on(InetAddress address, Manners manners) throws IOException {
    return new MisbehavingServer(new ServerSocket(0, 50, address), "http", manners);
  }

  /** Over TLS, on a socket that is bound to this machine. */
  static MisbehavingServer over(ServerSocket tls, Manners manners) {
    return new MisbehavingServer(tls, "https", manners);
  }

  /** Reads a request and answers with these bytes, the same on every connection. */
  static MisbehavingServer saying(String reply) throws IOException {
    return that(
        with -> {
          with.request();
          with.say(reply);
        });
  }

  URI uri() {
    return uri("127.0.0.1");
  }

  URI uri(String host) {
    return URI.create(scheme + "://" + host + ":" + socket.getLocalPort() + "/page?key=in-query");
  }

  int port() {
    return socket.getLocalPort();
  }

  InetSocketAddress address() {
    return (InetSocketAddress) socket.getLocalSocketAddress();
  }

  /** The heads of all requests that were read. */
  List<String> requests() {
    return requests;
  }

  int connections() {
    return accepted.get();
  }

  /** Waits until a client has ended a connection that the server had not. */
  boolean sawHangUp() throws InterruptedException {
    return hangUps.tryAcquire(PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
  }

  private static void daemon(Runnable work) {
    Thread thread = new Thread(work, "misbehaving-server");
    thread.setDaemon(true);
    thread.start();
  }

  private void accept() {
    try {
      while (true) {
        Socket connection = socket.accept();
        connections.add(connection);
        int number = accepted.incrementAndGet();
        daemon(() -> serve(connection, number));
      }
    } catch (IOException e) {
      connections.forEach(MisbehavingServer::close);
    }
  }

  private void serve(Socket connection, int number) {
    try {
      manners.serve(new Conversation(connection, number));
    } catch (IOException e) {
      hangUps.release();
    } finally {
      close(connection);
    }
  }

  private static void close(Socket connection) {
    try {
      connection.close();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }

  /** One connection, as the server sees it. */
  final class Conversation {
    private final Socket connection;
    private final int number;

    Conversation(Socket connection, int number) {
      this.connection = connection;
      this.number = number;
    }

    /** Counted from 1. */
    int number() {
      return number;
    }

    /** Reads a request's head. */
    String request() throws IOException {
      ByteArrayOutputStream head = new ByteArrayOutputStream();
      while (!head.toString(StandardCharsets.ISO_8859_1).endsWith("\r\n\r\n")) {
        int next = connection.getInputStream().read();
        if (next < 0) {
          throw new IOException("the client hung up");
        }
        head.write(next);
      }
      requests.add(head.toString(StandardCharsets.ISO_8859_1));
      return requests.get(requests.size() - 1);
    }

    void say(String text) throws IOException {
      say(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    void say(byte[] bytes) throws IOException {
      connection.getOutputStream().write(bytes);
      connection.getOutputStream().flush();
    }

    /** Says something again and again until the client hangs up, as it must. */
    void sayForEver(String text) throws IOException {
      while (true) {
        say(text);
      }
    }

    /** Says it one byte at a time, the next when a while has passed, until the client hangs up. */
    void drip(String text) throws IOException {
      for (int i = 0; i < text.length(); i++) {
        say(text.substring(i, i + 1));
        listen(20);
      }
    }

    /** Says nothing more until the client hangs up. */
    void fallSilent() throws IOException {
      listen(PATIENCE_MILLIS);
    }

    private void listen(int millis) throws IOException {
      connection.setSoTimeout(millis);
      try {
        connection.getInputStream().transferTo(OutputStream.nullOutputStream());
        throw new IOException("the client hung up");
      } catch (SocketTimeoutException e) {
        return;
      }
    }

    void reset() throws IOException {
      connection.setSoLinger(true, 0);
      connection.close();
    }
  }
}
