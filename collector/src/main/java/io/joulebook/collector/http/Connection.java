package io.joulebook.collector.http;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One client's connection: reads a request, writes the response, and so on in turn. It never waits;
 * a phase that takes longer than its limit is ended by {@link #isExpired}, however slowly bytes
 * drip. Requests that are sent together are answered in a loop, so that their number costs no
 * stack, and only so many in one go, so that other connections have their turn.
 */
final class Connection {
  private static final int LONGEST_HEAD = 8 * 1024;
  private static final byte[] END_OF_HEAD = "\r\n\r\n".getBytes(StandardCharsets.ISO_8859_1);
  private static final int STEPS_IN_A_ROW = 64;
  private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

  private final InetAddress client;
  private final Transport transport;
  private final HttpHandler site;
  private final Limits limits;
  private final ByteBuffer in = ByteBuffer.allocate(LONGEST_HEAD);
  private ByteBuffer out = NOTHING;
  private Phase phase = Phase.IDLE;
  private @Nullable Request asked;
  private boolean keepsOpen = true;
  private boolean hasMore;
  private int searched;
  private final long opened;
  private long deadline;
  private long served;
  private long firstServed;
  private long lastServed;

  private enum Phase {
    /** Waits for a request's first byte. */
    IDLE,
    /** Has part of a request's head. */
    READING,
    /** Has a request that the site cannot answer yet. */
    WAITING,
    WRITING,
    /** Has said its last, and lets the client read it before the connection is closed. */
    LINGERING
  }

  /** What a step has come to. */
  private enum Step {
    /** The next can follow at once. */
    DONE,
    /** The client or somebody else has to act first. */
    BLOCKED,
    /** The connection is over. */
    OVER
  }

  /** A connection that has just been accepted. */
  Connection(InetAddress client, Transport transport, HttpHandler site, Limits limits, long now) {
    this.client = client;
    this.transport = transport;
    this.site = site;
    this.limits = limits;
    opened = now;
    deadline = now + limits.idle().toNanos();
  }

  /** What to wait for next, as a set of {@link SelectionKey} operations. */
  int interest() {
    return switch (phase) {
      case WAITING -> 0;
      case WRITING -> transport.interest(SelectionKey.OP_WRITE);
      default -> transport.interest(SelectionKey.OP_READ);
    };
  }

  /** Whether {@link #advance} is worth a call though nothing has arrived. */
  boolean isReady() {
    return hasMore || phase == Phase.WAITING;
  }

  /** Whether it has more to do at once, and has only let others have their turn. */
  boolean hasMore() {
    return hasMore;
  }

  /** The address of its other end. */
  InetAddress client() {
    return client;
  }

  /** The {@link System#nanoTime} at which it was accepted. */
  long opened() {
    return opened;
  }

  /** For how many nanoseconds it has been of use: from its first page to its last; -1 for none. */
  long usedFor() {
    return served == 0 ? -1 : lastServed - firstServed;
  }

  /** How many bytes of memory the response takes that the client is still reading; 0 for none. */
  int unread() {
    return phase == Phase.WRITING ? out.capacity() : 0;
  }

  /** The {@link System#nanoTime} at which the phase has taken too long. */
  long deadline() {
    return deadline;
  }

  boolean isExpired(long now) {
    return now - deadline >= 0;
  }

  /**
   * Reads, answers or writes what can be without waiting.
   *
   * @return whether the connection lives on
   */
  boolean advance() throws IOException {
    for (int i = 0; i < STEPS_IN_A_ROW; i++) {
      Step step = step(System.nanoTime());
      if (step != Step.DONE) {
        hasMore = false;
        return step == Step.BLOCKED;
      }
    }
    hasMore = true;
    return true;
  }

  private Step step(long now) throws IOException {
    return switch (phase) {
      case IDLE, READING -> read(now);
      case WAITING -> answer(now);
      case WRITING -> write(now);
      case LINGERING -> discard();
    };
  }

  private Step read(long now) throws IOException {
    int end = endOfHead();
    if (end >= 0) {
      parse(take(end), now);
      return Step.DONE;
    }
    if (!in.hasRemaining()) {
      refuse("431 Request Header Fields Too Large", "the request is too long", now);
      return Step.DONE;
    }
    int bytes = transport.read(in);
    if (phase == Phase.IDLE && (in.position() > 0 || transport.isOpening())) {
      enter(Phase.READING, limits.request(), now);
    }
    return bytes < 0 ? Step.OVER : bytes > 0 ? Step.DONE : Step.BLOCKED;
  }

  /**
   * Where the head ends; -1 if its end has not arrived. What was searched is not searched again.
   */
  private int endOfHead() {
    for (; searched + END_OF_HEAD.length <= in.position(); searched++) {
      int matching = 0;
      while (matching < END_OF_HEAD.length
          && in.get(searched + matching) == END_OF_HEAD[matching]) {
        matching++;
      }
      if (matching == END_OF_HEAD.length) {
        return searched;
      }
    }
    return -1;
  }

  /** Removes the head from what was received; the rest belongs to the next request. */
  private String take(int end) {
    String head = new String(in.array(), 0, end, StandardCharsets.ISO_8859_1);
    in.flip().position(end + END_OF_HEAD.length);
    in.compact();
    searched = 0;
    return head;
  }

  private void parse(String head, long now) {
    try {
      Request request = Request.parse(head, client);
      asked = request;
      keepsOpen = request.keepsOpen();
      enter(Phase.WAITING, limits.request(), now);
    } catch (BadRequestException e) {
      refuse("400 Bad Request", e.why(), now);
    }
  }

  private Step answer(long now) {
    Request request = asked;
    if (request == null) {
      return Step.OVER;
    }
    Optional<Response> response = respond(request);
    if (response.isEmpty()) {
      return Step.BLOCKED;
    }
    if (response.get().isOk()) {
      firstServed = served == 0 ? now : firstServed;
      lastServed = now;
      served++;
    }
    send(response.get(), !request.method().equals("HEAD"), now);
    return Step.DONE;
  }

  /** A page that fails is one failed answer, not the end of the endpoint. */
  private Optional<Response> respond(Request request) {
    try {
      return site.answer(request);
    } catch (Throwable failure) {
      return Optional.of(Response.text("500 Internal Server Error", "failed: " + failure));
    }
  }

  private void refuse(String status, String why, long now) {
    keepsOpen = false;
    send(Response.text(status, why), true, now);
  }

  private void send(Response response, boolean withBody, long now) {
    asked = null;
    out = response.encode(withBody, keepsOpen, Instant.now());
    enter(Phase.WRITING, limits.response(), now);
  }

  private Step write(long now) throws IOException {
    if (!transport.write(out)) {
      return Step.BLOCKED;
    }
    out = NOTHING;
    if (keepsOpen) {
      enter(Phase.IDLE, limits.idle(), now);
      return Step.DONE;
    }
    // Closing with unread input would reset the connection and may take the response with it.
    transport.end();
    enter(Phase.LINGERING, limits.request(), now);
    return Step.DONE;
  }

  private Step discard() throws IOException {
    int bytes = transport.discard();
    return bytes < 0 ? Step.OVER : bytes > 0 ? Step.DONE : Step.BLOCKED;
  }

  private void enter(Phase next, Duration limit, long now) {
    phase = next;
    deadline = now + limit.toNanos();
  }
}
