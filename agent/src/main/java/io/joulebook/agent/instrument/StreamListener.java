package io.joulebook.agent.instrument;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Takes what woven code meets of streams, on the host's threads, and reads what their pieces say.
 */
final class StreamListener {
  private final Streams streams = new Streams();
  private final HookIds sites;

  StreamListener(HookIds sites) {
    this.sites = sites;
  }

  /** Lets woven code tell this object. */
  void listen() {
    JoulebookBridge.streamed(this::opened, this::made, Coroutine::caller);
  }

  private long @Nullable [] opened(Object stream, long[] call) {
    long[] ended = streams.opened(stream, call);
    if (ended == null) {
      Hook hook = sites.hook((int) call[1] & ~JoulebookBridge.LEAF);
      Deferred.tell(stream, hook instanceof CallHook calls ? calls.laterUsage() : Optional.empty());
    }
    return ended;
  }

  private long @Nullable [] made(Object stream, Object[] piece) {
    boolean isUsage = piece[0] instanceof TokenUsage;
    return streams.made(
        stream,
        !isUsage && !DjlOutput.isEmpty(piece[0]),
        isUsage ? (TokenUsage) piece[0] : DjlOutput.usage(piece[0]),
        (Boolean) piece[1],
        (Boolean) piece[2],
        (Boolean) piece[3]);
  }

  /** See {@link Streams#takeAbandoned}. */
  List<long[]> takeAbandoned() {
    return streams.takeAbandoned();
  }
}
