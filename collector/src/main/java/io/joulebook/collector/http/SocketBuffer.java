package io.joulebook.collector.http;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;

/**
 * The one direct buffer through which an endpoint's bytes go. The JDK would take another for each
 * read and write, as large as the page, of the direct memory that the host's Netty and inference
 * engines share, and would fail when that is used up. For one thread.
 */
final class SocketBuffer {
  private static final int BYTES = 64 * 1024;

  private final ByteBuffer buffer = ByteBuffer.allocateDirect(BYTES);

  /** Reads what has arrived and fits: how many bytes, -1 if there will be no more. */
  int read(SocketChannel channel, ByteBuffer to) throws IOException {
    buffer.clear().limit(Math.min(BYTES, to.remaining()));
    int bytes = channel.read(buffer);
    to.put(buffer.flip());
    return bytes;
  }

  /** Reads what has arrived and forgets it: how many bytes, -1 if there will be no more. */
  int discard(SocketChannel channel) throws IOException {
    return channel.read(buffer.clear());
  }

  /** Writes what can be written now; says whether that was all. */
  boolean write(SocketChannel channel, ByteBuffer from) throws IOException {
    while (from.hasRemaining()) {
      int size = Math.min(BYTES, from.remaining());
      buffer.clear();
      buffer.put(from.slice(from.position(), size)).flip();
      int bytes = channel.write(buffer);
      from.position(from.position() + bytes);
      if (bytes < size) {
        return false;
      }
    }
    return true;
  }
}
