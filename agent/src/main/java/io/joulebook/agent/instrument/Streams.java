package io.joulebook.agent.instrument;

import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/**
 * Which stream is the result of which call: a call ends with the last piece of its streams, whoever
 * makes it. Streams are held weakly; one that nobody will read any more ends its call where its
 * last piece was made. Thread-safe.
 */
final class Streams {
  private static final int ENDED_AT = 4;
  private static final int TOKENS = 5;
  private static final int FAILED = 6;
  private static final int FIRST_AT = 7;
  private static final int USAGE = 8;
  private static final int UNSEEN = 11;

  private final List<long[]> abandoned = new ArrayList<>();
  private final List<WeakReference<Future<?>>> polled = new ArrayList<>();
  private final WeakIdentityMap<Stream> streams = new WeakIdentityMap<>(this::gone);

  /** What is known of a stream; its call may be told of later than its first pieces. */
  private static final class Stream {
    private @Nullable Call call;

    /** Earlier calls that returned the same object, as those do that share an answer on its way. */
    private final List<Call> others = new ArrayList<>(0);

    private boolean ended;
    private boolean failed;
    private boolean forget;
    private long lastAt;
    private long firstAt;
    private long tokens;
    private @Nullable TokenUsage usage;
  }

  /** A call with streams of which some have not ended. */
  private static final class Call {
    private final long[] numbers;
    private int open;
    private boolean firstTold;

    Call(long[] numbers, int open) {
      this.numbers = numbers;
      this.open = open;
    }

    long @Nullable [] end(Stream stream) {
      numbers[ENDED_AT] = Math.max(numbers[ENDED_AT], stream.lastAt);
      numbers[TOKENS] += stream.tokens;
      numbers[FAILED] |= stream.failed ? 1 : 0;
      if (isFirst(stream)) {
        numbers[FIRST_AT] = stream.firstAt;
      }
      add(USAGE, stream.usage == null ? -1 : stream.usage.input());
      add(USAGE + 1, stream.usage == null ? -1 : stream.usage.cached());
      add(USAGE + 2, stream.usage == null ? -1 : stream.usage.output());
      open--;
      return open == 0 ? numbers : null;
    }

    // Once, as soon as it is known.
    private boolean isFirst(Stream stream) {
      boolean isFirst = stream.firstAt != 0 && !firstTold;
      firstTold |= isFirst;
      return isFirst;
    }

    // What is not told of one is not known of all.
    private void add(int what, long more) {
      numbers[what] = more < 0 || numbers[what] < 0 ? -1 : numbers[what] + more;
    }
  }

  /**
   * A call has returned a stream, or a list of them, in which null is a result that is complete.
   *
   * @return the call if all have ended already, else null; what it is told of holds then, but for
   *     when the first piece came, which holds at once
   */
  synchronized long @Nullable [] opened(Object result, long[] numbers) {
    List<?> all =
        result instanceof List<?> list
            ? list.stream().filter(Objects::nonNull).toList()
            : List.of(result);
    Call call = new Call(numbers, all.size());
    long @Nullable [] ended = null;
    for (Object each : all) {
      Stream stream = streams.putIfAbsent(each, new Stream());
      if (stream.call != null && !stream.ended) {
        stream.others.add(stream.call);
      }
      stream.call = call;
      if (stream.lastAt == 0) {
        stream.lastAt = System.nanoTime();
      }
      ended = stream.ended ? call.end(stream) : ended;
      if (stream.ended && stream.forget) {
        streams.remove(each);
      }
      if (!stream.ended && call.isFirst(stream)) {
        numbers[FIRST_AT] = stream.firstAt;
      }
      if (!stream.ended && Deferred.isPolled(each)) {
        polled.add(new WeakReference<>((Future<?>) each));
      }
    }
    return ended;
  }

  /**
   * A piece of a stream was made.
   *
   * @param isToken whether there is anything in it
   * @param usage what the engine says in it of the tokens so far; null if nothing
   * @param forget whether a later call may return the same object
   * @return the call that ends with it; or {@code {its number, when}} if it is the first piece with
   *     something in it of a call that goes on; or null
   */
  synchronized long @Nullable [] made(
      Object handle,
      boolean isToken,
      @Nullable TokenUsage usage,
      boolean last,
      boolean failed,
      boolean forget) {
    Stream stream = streams.putIfAbsent(handle, new Stream());
    if (stream.ended) {
      return null;
    }
    stream.lastAt = System.nanoTime();
    stream.tokens += isToken ? 1 : 0;
    if (isToken && stream.firstAt == 0) {
      stream.firstAt = stream.lastAt;
    }
    stream.usage = usage == null ? stream.usage : usage;
    stream.ended = last;
    stream.failed = failed;
    stream.forget = forget;
    if (stream.call == null) {
      return null;
    }
    if (!last) {
      return stream.call.isFirst(stream)
          ? new long[] {stream.call.numbers[0], stream.firstAt}
          : null;
    }
    if (forget) {
      streams.remove(handle);
    }
    stream.others.forEach(other -> end(other, stream));
    return stream.call.end(stream);
  }

  // By the ledger's thread, a turn later.
  private void end(Call call, Stream stream) {
    long[] ended = call.end(stream);
    if (ended != null) {
      abandoned.add(ended);
    }
  }

  private boolean isOver(WeakReference<Future<?>> reference) {
    Future<?> future = reference.get();
    if (future != null && future.isDone()) {
      long[] ended = made(future, false, null, true, Deferred.hasFailed(future), false);
      if (ended != null) {
        abandoned.add(ended);
      }
      return true;
    }
    return future == null;
  }

  private void gone(Stream stream) {
    if (!stream.ended && stream.call != null) {
      stream.call.numbers[UNSEEN] = 1;
      stream.others.forEach(other -> other.numbers[UNSEEN] = 1);
      stream.others.forEach(other -> end(other, stream));
      end(stream.call, stream);
    }
  }

  /**
   * The calls, by their numbers, whose streams nobody can end any more, or whose futures are done,
   * since it was asked last.
   */
  synchronized List<long[]> takeAbandoned() {
    streams.size();
    polled.removeIf(this::isOver);
    List<long[]> taken = List.copyOf(abandoned);
    abandoned.clear();
    return taken;
  }
}
