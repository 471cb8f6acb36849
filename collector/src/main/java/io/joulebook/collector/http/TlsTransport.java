package io.joulebook.collector.http;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLException;

/**
 * Bytes encrypted by TLS. The handshake's computations are done on the caller's thread: some
 * milliseconds for each new connection.
 */
final class TlsTransport implements Transport {
  private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

  private final SocketChannel channel;
  private final SocketBuffer buffer;
  private final SSLEngine engine;
  private final ByteBuffer arrived;
  private final ByteBuffer leaving;
  private final ByteBuffer plain;
  private boolean begun;
  private boolean agreed;

  /** The server's side of a connection that has just been accepted. */
  TlsTransport(SocketChannel channel, SocketBuffer buffer, SSLEngine engine) {
    this.channel = channel;
    this.buffer = buffer;
    this.engine = engine;
    arrived = ByteBuffer.allocate(engine.getSession().getPacketBufferSize());
    leaving = ByteBuffer.allocate(engine.getSession().getPacketBufferSize()).limit(0);
    plain = ByteBuffer.allocate(engine.getSession().getApplicationBufferSize());
  }

  @Override
  public int read(ByteBuffer to) throws IOException {
    try {
      while (plain.position() == 0) {
        if (!flush()) {
          return 0;
        }
        int read = step();
        if (read <= 0) {
          return read;
        }
      }
      return moveTo(to);
    } catch (SSLException e) {
      sendAlert();
      throw e;
    }
  }

  private int moveTo(ByteBuffer to) {
    plain.flip();
    int bytes = Math.min(to.remaining(), plain.remaining());
    to.put(plain.slice(plain.position(), bytes));
    plain.position(plain.position() + bytes).compact();
    return bytes;
  }

  /** One step of the handshake or one record; 0 if the client has to send first, -1 at the end. */
  private int step() throws IOException {
    HandshakeStatus status = engine.getHandshakeStatus();
    if (status == HandshakeStatus.NEED_TASK) {
      compute();
      return 1;
    }
    if (status == HandshakeStatus.NEED_WRAP) {
      wrap(NOTHING);
      return 1;
    }
    return unwrap();
  }

  private int unwrap() throws IOException {
    arrived.flip();
    SSLEngineResult result = engine.unwrap(arrived, plain);
    arrived.compact();
    note(result);
    return switch (result.getStatus()) {
      case CLOSED -> -1;
      case BUFFER_UNDERFLOW -> receive();
      case BUFFER_OVERFLOW -> throw new SSLException("a record is too large");
      case OK -> isStuck(result) ? receive() : 1;
    };
  }

  private static boolean isStuck(SSLEngineResult result) {
    return result.bytesConsumed() == 0
        && result.bytesProduced() == 0
        && result.getHandshakeStatus() != HandshakeStatus.NEED_TASK
        && result.getHandshakeStatus() != HandshakeStatus.NEED_WRAP;
  }

  private int receive() throws IOException {
    int bytes = buffer.read(channel, arrived);
    begun |= bytes > 0;
    return bytes;
  }

  private void compute() {
    for (Runnable task = engine.getDelegatedTask();
        task != null;
        task = engine.getDelegatedTask()) {
      task.run();
    }
  }

  private void wrap(ByteBuffer from) throws IOException {
    leaving.clear();
    SSLEngineResult result;
    try {
      result = engine.wrap(from, leaving);
    } finally {
      leaving.flip();
    }
    note(result);
    flush();
  }

  private void note(SSLEngineResult result) {
    agreed |= result.getHandshakeStatus() == HandshakeStatus.FINISHED;
  }

  private boolean flush() throws IOException {
    return buffer.write(channel, leaving);
  }

  @Override
  public boolean write(ByteBuffer from) throws IOException {
    while (flush()) {
      if (!from.hasRemaining()) {
        return true;
      }
      int before = from.remaining();
      wrap(from);
      if (from.remaining() == before) {
        throw new SSLException("the client has ended the session, or wants another");
      }
    }
    return false;
  }

  @Override
  public int interest(int wanted) {
    return leaving.hasRemaining() ? SelectionKey.OP_WRITE : wanted;
  }

  @Override
  public boolean isOpening() {
    return begun && !agreed;
  }

  @Override
  public int discard() throws IOException {
    return buffer.discard(channel);
  }

  @Override
  public void end() throws IOException {
    engine.closeOutbound();
    if (flush()) {
      wrap(NOTHING);
    }
    channel.shutdownOutput();
  }

  // As a courtesy: the connection ends in any case.
  private void sendAlert() throws IOException {
    if (engine.getHandshakeStatus() == HandshakeStatus.NEED_WRAP && !leaving.hasRemaining()) {
      wrap(NOTHING);
    }
  }
}
