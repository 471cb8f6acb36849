package io.joulebook.collector.http;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;

/** How a connection's bytes go over its channel. It never waits. */
interface Transport {
  /** Reads what has arrived: how many bytes, 0 if none has yet, -1 if there will be no more. */
  int read(ByteBuffer to) throws IOException;

  /** Writes what can be written now; says whether that was all. */
  boolean write(ByteBuffer from) throws IOException;

  /** What to wait for, as {@link SelectionKey} operations, if the connection wants those. */
  int interest(int wanted);

  /** Whether it has begun to agree with the client and has not finished. */
  boolean isOpening();

  /** Reads what has arrived and forgets it: as {@link #read} says. */
  int discard() throws IOException;

  /** Says to the client that nothing more will be sent. */
  void end() throws IOException;

  /**
   * Bytes as they are.
   *
   * @param channel the connection's channel, in non-blocking mode
   * @param buffer what the bytes go through
   */
  record Plain(SocketChannel channel, SocketBuffer buffer) implements Transport {
    @Override
    public int read(ByteBuffer to) throws IOException {
      return buffer.read(channel, to);
    }

    @Override
    public boolean write(ByteBuffer from) throws IOException {
      return buffer.write(channel, from);
    }

    @Override
    public int interest(int wanted) {
      return wanted;
    }

    @Override
    public boolean isOpening() {
      return false;
    }

    @Override
    public int discard() throws IOException {
      return buffer.discard(channel);
    }

    @Override
    public void end() throws IOException {
      channel.shutdownOutput();
    }
  }
}
