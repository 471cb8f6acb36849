package io.joulebook.collector.server;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;

/**
 * One client's connection: reads a request, writes the response, and so on in turn. It never waits;
 * a phase that takes longer than its limit is ended by {@link #isExpired}, however slowly bytes
 * drip.
 */
final class Connection {
  private static final int LONGEST_HEAD = 8 * 1024;
  private static final String END_OF_HEAD = "\r\n\r\n";

  private final SocketChannel channel;
  private final Site site;
  private final Limits limits;
  private final ByteBuffer in = ByteBuffer.allocate(LONGEST_HEAD);
  private ByteBuffer out = ByteBuffer.allocate(0);
  private Phase phase = Phase.IDLE;
  private boolean keepsOpen = true;
  private final long opened;
  private long deadline;

  private enum Phase {
    /** Waits for a request's first byte. */
    IDLE,
    /** Has part of a request's head. */
    READING,
    WRITING,
    /** Has said its last, and lets the client read it before the connection is closed. */
    LINGERING
  }

  /** A connection that has just been accepted. */
  Connection(SocketChannel channel, Site site, Limits limits, long now) {
    this.channel = channel;
    this.site = site;
    this.limits = limits;
    opened = now;
    deadline = now + limits.idle().toNanos();
  }

  /** What to wait for next, as a set of {@link SelectionKey} operations. */
  int interest() {
    return phase == Phase.WRITING ? SelectionKey.OP_WRITE : SelectionKey.OP_READ;
  }

  /** The {@link System#nanoTime} at which it was accepted. */
  long opened() {
    return opened;
  }

  /** The {@link System#nanoTime} at which the phase has taken too long. */
  long deadline() {
    return deadline;
  }

  boolean isExpired(long now) {
    return now - deadline >= 0;
  }

  /**
   * Reads or writes what can be without waiting.
   *
   * @return whether the connection lives on
   */
  boolean advance(long now) throws IOException {
    if (phase == Phase.WRITING) {
      return write(now);
    }
    if (phase == Phase.LINGERING) {
      in.clear();
      return channel.read(in) >= 0;
    }
    return channel.read(in) >= 0 && answerIfComplete(now);
  }

  private boolean answerIfComplete(long now) throws IOException {
    String received = new String(in.array(), 0, in.position(), StandardCharsets.ISO_8859_1);
    int end = received.indexOf(END_OF_HEAD);
    if (end >= 0) {
      take(end + END_OF_HEAD.length());
      return answer(received.substring(0, end), now);
    }
    if (!in.hasRemaining()) {
      return refuse("431 Request Header Fields Too Large", "the request is too long", now);
    }
    if (phase == Phase.IDLE && in.position() > 0) {
      enter(Phase.READING, limits.request(), now);
    }
    return true;
  }

  /** Removes the first bytes of what was received; the rest belongs to the next request. */
  private void take(int bytes) {
    in.flip().position(bytes);
    in.compact();
  }

  private boolean answer(String head, long now) throws IOException {
    try {
      Request request = Request.parse(head);
      keepsOpen = request.keepsOpen();
      return send(answer(request), !request.method().equals("HEAD"), now);
    } catch (BadRequestException e) {
      return refuse("400 Bad Request", e.why(), now);
    }
  }

  /** A page that fails is one failed answer, not the end of the endpoint. */
  private Response answer(Request request) {
    try {
      return site.answer(request);
    } catch (RuntimeException | LinkageError e) {
      return Response.text("500 Internal Server Error", "failed: " + e);
    }
  }

  private boolean refuse(String status, String why, long now) throws IOException {
    keepsOpen = false;
    return send(Response.text(status, why), true, now);
  }

  private boolean send(Response response, boolean withBody, long now) throws IOException {
    out = response.encode(withBody, keepsOpen, Instant.now());
    enter(Phase.WRITING, limits.response(), now);
    return write(now);
  }

  private boolean write(long now) throws IOException {
    channel.write(out);
    if (out.hasRemaining()) {
      return true;
    }
    if (keepsOpen) {
      enter(Phase.IDLE, limits.idle(), now);
      return answerIfComplete(now);
    }
    // Closing with unread input would reset the connection and may take the response with it.
    channel.shutdownOutput();
    enter(Phase.LINGERING, limits.request(), now);
    return true;
  }

  private void enter(Phase next, Duration limit, long now) {
    phase = next;
    deadline = now + limit.toNanos();
  }
}
